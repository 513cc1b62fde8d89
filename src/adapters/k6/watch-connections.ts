import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { endianness } from "node:os";
import type { ObservedConnections } from "../../contract/certificate.ts";
import { formatAddress } from "../../contract/ip-address.ts";

const everyMs = 1000;
const keptSockets = 100;
const tables = ["tcp", "tcp6", "udp", "udp6"] as const;
/** What /proc shows of a socket that has no peer. */
const noPort = 0;

export interface ConnectionWatch {
  /** null: the system does not show them. */
  facts(): (ObservedConnections & { readonly open: number }) | null;
  stop(): void;
}

/**
 * Looks once a second at the sockets of a process as Linux shows them: its open files name sockets by inode, the tables of its network name the
 * peer of each inode. The port `ignoredPort` of 127.0.0.1 is ours and does not count.
 */
export function watchConnections(pid: number, ignoredPort: number | null): ConnectionWatch {
  const ignored = ignoredPort === null ? null : `127.0.0.1:${ignoredPort}`;
  const sockets = new Set<string>();
  let shown = false;
  let open = 0;
  let peak = 0;
  const look = (): void => {
    const peers = peersOf(pid);
    if (peers === null) return;
    const counted = peers.filter((peer) => peer !== ignored);
    shown = true;
    open = counted.length;
    peak = Math.max(peak, open);
    for (const peer of counted) if (sockets.size < keptSockets) sockets.add(peer);
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    facts: () => (shown ? { open, peak, sockets: [...sockets].toSorted() } : null),
    stop() {
      clearInterval(timer);
      open = 0;
    },
  };
}

/** Peers ("address:port") of a process's sockets that have one, one for each socket; null where the process or the system shows none. */
export function peersOf(pid: number): string[] | null {
  try {
    const inodes = new Set<string>();
    for (const file of readdirSync(`/proc/${pid}/fd`)) {
      const inode = socketInode(`/proc/${pid}/fd/${file}`);
      if (inode !== null) inodes.add(inode);
    }
    return tables.flatMap((table) => readPeers(readFileSync(`/proc/${pid}/net/${table}`, "latin1"), inodes));
  } catch {
    return null;
  }
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

/** The peers in a table of /proc/PID/net (proc(5)) of the sockets whose inode is among those given. */
export function readPeers(table: string, inodes: ReadonlySet<string>): string[] {
  const peers: string[] = [];
  for (const line of table.split("\n").slice(1)) {
    // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode ...
    const fields = line.trim().split(/\s+/u);
    if (!inodes.has(fields[9] ?? "")) continue;
    const [address = "", port = ""] = (fields[2] ?? "").split(":");
    const number = Number.parseInt(port, 16);
    if (number !== noPort) peers.push(`${readAddress(address)}:${number}`);
  }
  return peers;
}

/** Words of four bytes in the order of the processor: where it puts the least first, "0100007F" is 127.0.0.1. */
function readAddress(hex: string): string {
  const words = hex.match(/.{8}/gu) ?? [];
  const ordered = words.map((word) =>
    endianness() === "BE" ? word : Buffer.from(word, "hex").reverse().toString("hex"),
  );
  const value = BigInt(`0x${ordered.join("")}`);
  if (words.length === 1) return formatAddress({ family: 4, value });
  return value >> 32n === 0xffffn
    ? formatAddress({ family: 4, value: value & 0xffffffffn })
    : `[${formatAddress({ family: 6, value })}]`;
}
