import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { endianness } from "node:os";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { peerReader, readPeers } from "./process-peers.ts";

const header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

function row(remote: string, inode: string): string {
  return `   0: 0100007F:9C41 ${remote} 01 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 20 4 30 10 -1`;
}

function peersIn(...rows: readonly string[]): [string, string | null][] {
  const peers = new Map<string, string | null>();
  readPeers([header, ...rows, ""].join("\n"), new Set(["1", "3", "7", "9"]), peers);
  return [...peers];
}

describe.skipIf(endianness() === "BE")("readPeers", () => {
  it.each([
    ["0100007F:0050", "127.0.0.1:80"],
    ["0403140A:01BB", "10.20.3.4:443"],
    ["B80D0120000000000000000001000000:1F90", "[2001:db8::1]:8080"],
    ["00000000000000000000000001000000:0016", "[::1]:22"],
    ["0000000000000000FFFF00000100007F:0050", "127.0.0.1:80"],
  ])("reads %s as %s", (remote, peer) => {
    expect(peersIn(row(remote, "7"))).toEqual([["7", peer]]);
  });

  it("tells listeners, and leaves out the sockets of others", () => {
    const rows = [row("00000000:0000", "1"), row("0100007F:0050", "2"), row("0100007F:0051", "3")];
    expect(peersIn(...rows)).toEqual([
      ["1", null],
      ["3", "127.0.0.1:81"],
    ]);
  });

  it("reads back every address", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.integer({ min: 1, max: 65_535 }), (bytes, port) => {
        const hex = Buffer.from(bytes.toReversed()).toString("hex").toUpperCase();
        const remote = `${hex}:${port.toString(16).toUpperCase().padStart(4, "0")}`;
        expect(peersIn(row(remote, "9"))).toEqual([["9", `${bytes.join(".")}:${port}`]]);
      }),
    );
  });
});

describe.skipIf(!existsSync("/proc/self/net/tcp"))("peerReader", () => {
  const sockets: Socket[] = [];
  let port = 0;
  const server = createServer((socket) => void sockets.push(socket));
  beforeEach(async () => {
    await once(server.listen(0), "listening");
    const address = server.address();
    port = address !== null && typeof address === "object" ? address.port : 0;
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await once(server.close(), "close");
  });

  it.each([
    ["127.0.0.1", (open: number) => `127.0.0.1:${open}`],
    ["::1", (open: number) => `[::1]:${open}`],
  ])("sees connections to %s come, go and come again", async (host, written) => {
    const peers = peerReader(process.pid);
    const seen = async (): Promise<number> => (await peers())?.filter((peer) => peer === written(port)).length ?? -1;
    const open = async (): Promise<void> => {
      const socket = connect(port, host);
      sockets.push(socket);
      await once(socket, "connect");
    };
    expect(await seen()).toBe(0);
    for (let index = 0; index < 3; index++) await open();
    expect(await seen()).toBe(3);
    for (const socket of sockets.splice(0)) socket.destroy();
    await expect.poll(seen).toBe(0);
    // Files get the numbers of those that were closed.
    await open();
    await open();
    expect(await seen()).toBe(2);
  });

  it("has nothing to show of a process that is not there", async () => {
    expect(await peerReader(4_194_305)()).toBeNull();
  });
});
