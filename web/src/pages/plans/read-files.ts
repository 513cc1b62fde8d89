import type { DroppedFile } from "./plan-draft.ts";

/** All files of a drop, those of dropped folders too. The list is only readable while the event lasts: call it at once. */
export async function readDropped(transfer: DataTransfer): Promise<readonly DroppedFile[]> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files =
    entries.length > 0 ? (await Promise.all(entries.map(filesOf))).flat() : await readChosen(transfer.files);
  return files;
}

/** Files chosen by a dialog. */
export async function readChosen(files: Iterable<File>): Promise<readonly DroppedFile[]> {
  return Promise.all(
    Array.from(files, async (file) =>
      readFile(file, file.webkitRelativePath === "" ? file.name : file.webkitRelativePath),
    ),
  );
}

async function filesOf(entry: FileSystemEntry): Promise<readonly DroppedFile[]> {
  const path = entry.fullPath.replace(/^\//u, "");
  if (isHidden(path)) return [];
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [await readFile(file, path)];
  }
  if (!isFolder(entry)) return [];
  const inner = await entriesOf(entry);
  return (await Promise.all(inner.map(filesOf))).flat();
}

/** A folder tells its entries a hundred at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function readFile(file: File, path: string): Promise<DroppedFile> {
  return { path, bytes: new Uint8Array(await file.arrayBuffer()) };
}

function isHidden(path: string): boolean {
  return path.split("/").some((part) => part.startsWith("."));
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
