import { readdirSync, readlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { endianness } from "node:os";
import { formatAddress } from "../../contract/ip-address.ts";

/** What a socket's row in /proc/PID/net says: its peer ("address:port"), or null while it has none. */
type Peers = Map<string, string | null>;

const tables = ["tcp", "tcp6", "udp", "udp6"] as const;
const askAgainEvery = 10;

/**
 * Gives a function that lists the peers of a process's sockets, one for each socket that has one; null where process or system show none.
 * Linux names the open files of a process, sockets by inode, and keeps the peers of all inodes in tables of its network (proc(5)), which hold the
 * sockets of all programs. So a table is read only when there is a socket that was not seen before.
 */
export function peerReader(pid: number): () => Promise<string[] | null> {
  let known: Peers = new Map();
  let looks = 0;
  return async () => {
    try {
      const files = readdirSync(`/proc/${pid}/fd`);
      const inodes = files.map((file) => socketInode(`/proc/${pid}/fd/${file}`)).filter((inode) => inode !== null);
      // A socket without a peer may be a pipe to another program, or may have been caught between its birth and its row.
      const askAgain = looks++ % askAgainEvery === 0;
      const asked = new Set(inodes.filter((inode) => !known.has(inode) || (askAgain && known.get(inode) === null)));
      const found: Peers = new Map();
      for (const table of tables)
        if (found.size < asked.size) readPeers(await readFile(`/proc/${pid}/net/${table}`, "latin1"), asked, found);
      known = new Map(inodes.map((inode) => [inode, found.get(inode) ?? known.get(inode) ?? null]));
      return [...known.values()].filter((peer) => peer !== null);
    } catch {
      return null;
    }
  };
}

/** A file that was closed since the folder was read is none. */
function socketInode(path: string): string | null {
  try {
    const target = readlinkSync(path);
    return target.startsWith("socket:[") ? target.slice("socket:[".length, -1) : null;
  } catch {
    return null;
  }
}

/** Adds those of the sockets `asked` that stand in a table of /proc/PID/net to `found`. */
export function readPeers(table: string, asked: ReadonlySet<string>, found: Peers): void {
  // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode ...
  for (const [, remote = "", inode = ""] of table.matchAll(/^ *\d+: \S+ (\S+) (?:\S+ +){6}(\d+) /gmu))
    if (asked.has(inode)) found.set(inode, readPeer(remote));
}

function readPeer(remote: string): string | null {
  const [address = "", port = ""] = remote.split(":");
  const number = Number.parseInt(port, 16);
  return number === 0 ? null : `${readAddress(address)}:${number}`;
}

/** Words of four bytes in the order of the processor: where it puts the least first, "0100007F" is 127.0.0.1. */
function readAddress(hex: string): string {
  const words = hex.match(/.{8}/gu) ?? [];
  const ordered = words.map((word) =>
    endianness() === "BE" ? word : (word.match(/../gu) ?? []).toReversed().join(""),
  );
  const value = BigInt(`0x${ordered.join("")}`);
  if (words.length === 1) return formatAddress({ family: 4, value });
  return value >> 32n === 0xffffn
    ? formatAddress({ family: 4, value: value & 0xffffffffn })
    : `[${formatAddress({ family: 6, value })}]`;
}
