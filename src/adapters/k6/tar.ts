/** A regular file of a tar archive. */
export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const blockBytes = 512;
const regularTypes = new Set(["0", "\0", "7"]);
const folderType = "5";

/** What is neither file nor folder: a link (hard or symbolic), a device, a pipe. */
export interface TarOther {
  readonly name: string;
  /** What a link leads to; empty for the rest. */
  readonly linkTo: string;
}

/**
 * The regular files of an uncompressed tar archive (ustar, GNU long names, PAX paths), and what is neither file nor folder.
 * Throws an Error when the archive is cut or a checksum does not fit.
 */
export function readTar(archive: Uint8Array): {
  readonly files: readonly TarFile[];
  readonly others: readonly TarOther[];
} {
  const files: TarFile[] = [];
  const others: TarOther[] = [];
  let longName: string | null = null;
  for (let at = 0; at + blockBytes <= archive.length;) {
    const header = archive.subarray(at, at + blockBytes);
    if (header.every((byte) => byte === 0)) return { files, others };
    if (checksumOf(header) !== octal(header, 148, 8)) throw new Error(`damaged tar header at byte ${at}`);
    const size = octal(header, 124, 12);
    const start = at + blockBytes;
    if (start + size > archive.length) throw new Error("the tar archive is cut");
    const bytes = archive.subarray(start, start + size);
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === "x") longName = paxPath(bytes) ?? longName;
    else if (type === "L") longName = text(bytes, 0, bytes.length);
    else {
      const name = longName ?? ustarName(header);
      if (regularTypes.has(type)) files.push({ name, bytes });
      else if (type !== folderType) others.push({ name, linkTo: text(header, 157, 100) });
      longName = null;
    }
    at = start + Math.ceil(size / blockBytes) * blockBytes;
  }
  throw new Error("the tar archive is cut");
}

/** A tar archive whose bytes follow from names and contents alone: no times, no owners. */
export function writeTar(files: readonly TarFile[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const { name, bytes } of files) {
    const encoded = new TextEncoder().encode(name);
    if (encoded.length > 100 || encoded.length !== name.length) {
      const record = paxRecord("path", name);
      blocks.push(headerOf("pax", record.length, "x"), padded(record));
    }
    blocks.push(headerOf(name, bytes.length, "0"), padded(bytes));
  }
  blocks.push(new Uint8Array(2 * blockBytes));
  return Buffer.concat(blocks);
}

function headerOf(name: string, size: number, type: "0" | "x"): Uint8Array {
  const header = new Uint8Array(blockBytes);
  const put = (value: string, at: number): void => header.set(new TextEncoder().encode(value), at);
  header.set(new TextEncoder().encode(name).subarray(0, 100), 0);
  put("0000644\0", 100);
  put("0000000\0", 108);
  put("0000000\0", 116);
  put(`${size.toString(8).padStart(11, "0")}\0`, 124);
  put("00000000000\0", 136);
  put(type, 156);
  put("ustar\u000000", 257);
  put(`${checksumOf(header).toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** Sum of the header's bytes with the checksum field read as spaces. */
function checksumOf(header: Uint8Array): number {
  let sum = 0;
  for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 32 : byte;
  return sum;
}

function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / blockBytes) * blockBytes);
  whole.set(bytes);
  return whole;
}

/** "LENGTH key=value\n", where LENGTH counts itself. */
function paxRecord(key: string, value: string): Uint8Array {
  const rest = new TextEncoder().encode(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([new TextEncoder().encode(String(length)), rest]);
}

function paxPath(records: Uint8Array): string | null {
  let path: string | null = null;
  for (let at = 0; at < records.length;) {
    const space = records.indexOf(32, at);
    const length = Number(text(records, at, space - at));
    if (space < 0 || !(length > 0)) throw new Error("damaged tar extension record");
    const record = text(records, space + 1, at + length - space - 2);
    if (record.startsWith("path=")) path = record.slice("path=".length);
    at += length;
  }
  return path;
}

function ustarName(header: Uint8Array): string {
  const name = text(header, 0, 100);
  const prefix = text(header, 257, 5) === "ustar" ? text(header, 345, 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function text(bytes: Uint8Array, at: number, length: number): string {
  const part = bytes.subarray(at, at + length);
  const end = part.indexOf(0);
  return new TextDecoder().decode(end < 0 ? part : part.subarray(0, end));
}

function octal(bytes: Uint8Array, at: number, length: number): number {
  const digits = text(bytes, at, length).trim();
  const value = digits === "" ? 0 : Number.parseInt(digits, 8);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error("damaged tar number");
  return value;
}
