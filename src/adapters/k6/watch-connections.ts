import type { ObservedConnections } from "../../contract/certificate.ts";
import { peerReader } from "./process-peers.ts";

const everyMs = 1000;
const keptSockets = 100;

export interface ConnectionWatch {
  /** null: the system does not show them. */
  facts(): (ObservedConnections & { readonly open: number }) | null;
  stop(): void;
}

/** Looks once a second at the connections of a process, as far as the system shows them. The port `ignoredPort` of 127.0.0.1 is ours and does not count. */
export function watchConnections(pid: number, ignoredPort: number | null): ConnectionWatch {
  const ignored = ignoredPort === null ? null : `127.0.0.1:${ignoredPort}`;
  const readPeers = peerReader(pid);
  const sockets = new Set<string>();
  let shown = false;
  let open = 0;
  let peak = 0;
  let looking = false;
  let stopped = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    const peers = await readPeers();
    looking = false;
    if (peers === null || stopped) return;
    const counted = peers.filter((peer) => peer !== ignored);
    shown = true;
    open = counted.length;
    peak = Math.max(peak, open);
    for (const peer of counted) if (sockets.size < keptSockets) sockets.add(peer);
  };
  void look();
  const timer = setInterval(() => void look(), everyMs);
  return {
    facts: () => (shown ? { open, peak, sockets: [...sockets].toSorted() } : null),
    stop() {
      clearInterval(timer);
      stopped = true;
      open = 0;
    },
  };
}
