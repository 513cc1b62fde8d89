import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { endianness } from "node:os";
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { peersOf, readPeers, watchConnections } from "./watch-connections.ts";

const header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

function row(remote: string, inode: string): string {
  return `   0: 0100007F:9C41 ${remote} 01 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 20 4 30 10 -1`;
}

describe.skipIf(endianness() === "BE")("readPeers", () => {
  it.each([
    ["0100007F:0050", "127.0.0.1:80"],
    ["0403140A:01BB", "10.20.3.4:443"],
    ["B80D0120000000000000000001000000:1F90", "[2001:db8::1]:8080"],
    ["00000000000000000000000001000000:0016", "[::1]:22"],
    ["0000000000000000FFFF00000100007F:0050", "127.0.0.1:80"],
  ])("reads %s as %s", (remote, peer) => {
    expect(readPeers(`${header}\n${row(remote, "7")}\n`, new Set(["7"]))).toEqual([peer]);
  });

  it("leaves out listeners and the sockets of others", () => {
    const table = [header, row("00000000:0000", "1"), row("0100007F:0050", "2"), row("0100007F:0051", "3")].join("\n");
    expect(readPeers(table, new Set(["1", "3"]))).toEqual(["127.0.0.1:81"]);
  });

  it("reads back every address", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.integer({ min: 1, max: 65_535 }), (bytes, port) => {
        const hex = Buffer.from(bytes).reverse().toString("hex").toUpperCase();
        const table = `${header}\n${row(`${hex}:${port.toString(16).toUpperCase().padStart(4, "0")}`, "9")}`;
        expect(readPeers(table, new Set(["9"]))).toEqual([`${bytes.join(".")}:${port}`]);
      }),
    );
  });
});

describe.skipIf(!existsSync("/proc/self/net/tcp"))("watchConnections", () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket));
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
  });

  it("sees the connections of this very process but those to the port left out", async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const peer = `127.0.0.1:${port}`;
    const before = peersOf(process.pid)?.filter((one) => one === peer).length;
    for (let index = 0; index < 3; index++) {
      const socket = connect(port, "127.0.0.1");
      sockets.push(socket);
      await once(socket, "connect");
    }
    expect(before).toBe(0);
    expect(peersOf(process.pid)?.filter((one) => one === peer)).toHaveLength(3);
    const watch = watchConnections(process.pid, null);
    const ignoring = watchConnections(process.pid, port);
    watch.stop();
    ignoring.stop();
    expect(watch.facts()?.sockets).toContain(peer);
    expect(ignoring.facts()?.sockets).not.toContain(peer);
    expect(watch.facts()?.open).toBe(0);
    expect(watch.facts()?.peak).toBeGreaterThanOrEqual(3);
  });

  it("has nothing to show of a process that is not there", () => {
    const watch = watchConnections(4_194_305, null);
    watch.stop();
    expect(watch.facts()).toBeNull();
  });
});
