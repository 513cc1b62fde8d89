import type { RunFolder, RunFolders } from "../../ports/run-folders.ts";

/** The same folders; whatever a run that is created here writes is told of, once it stands in its folder. */
export function wakingFolders(folders: RunFolders, onWrite: () => void): RunFolders {
  return {
    root: folders.root,
    open: (nameOrPath) => folders.open(nameOrPath),
    list: () => folders.list(),
    create: async (runId) => {
      const folder = wakingFolder(await folders.create(runId), onWrite);
      onWrite();
      return folder;
    },
  };
}

function wakingFolder(folder: RunFolder, onWrite: () => void): RunFolder {
  const told = async (write: Promise<void>): Promise<void> => {
    await write;
    onWrite();
  };
  return {
    directory: folder.directory,
    write: (name, content) => told(folder.write(name, content)),
    appendWindows: (frames) => told(folder.appendWindows(frames)),
    appendLine: (name, line) => told(folder.appendLine(name, line)),
    setAside: (names, below) => told(folder.setAside(names, below)),
    openCompressed: (name) => folder.openCompressed(name),
    discard: () => folder.discard(),
    read: (name) => folder.read(name),
    readBytes: (name) => folder.readBytes(name),
    readFrom: (name, from, most) => folder.readFrom(name, from, most),
    has: (name) => folder.has(name),
    readWindows: () => folder.readWindows(),
    seal: () => folder.seal(),
    verify: () => folder.verify(),
  };
}
