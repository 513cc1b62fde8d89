import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { virtualClock } from "../../../test/support/virtual-clock.ts";
import { sendEvents } from "./send-events.ts";

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** A server that answers every request with the pieces; says how it came to its end. */
async function serving(
  pieces: (signal: AbortSignal) => AsyncIterable<string>,
  { until = null }: { readonly until?: number | null } = {},
) {
  const clock = virtualClock();
  const problems: unknown[] = [];
  const ended = Promise.withResolvers<void>();
  let isOver = false;
  const server = createServer((_, response) => {
    const reader = new AbortController();
    void sendEvents(response, pieces(reader.signal), {
      headers: { "x-content-type-options": "nosniff" },
      reader,
      clock,
      until: until === null ? null : clock.now() + until,
      onProblem: (error) => problems.push(error),
    }).then(() => {
      isOver = true;
      ended.resolve();
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { clock, problems, ended: ended.promise, isOver: () => isOver, port, url: `http://127.0.0.1:${port}/` };
}

/** Pieces without end, until the reader is gone. */
async function* endless(signal: AbortSignal, size: number): AsyncGenerator<string> {
  while (!signal.aborted) {
    yield `: ${"x".repeat(size)}\n\n`;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

describe("sending events", () => {
  test("writes every piece and closes after the last", async () => {
    const { url, ended, problems } = await serving(async function* () {
      yield "event: state\ndata: 1\n\n";
      yield "event: done\ndata: 2\n\n";
    });
    const response = await fetch(url);
    expect(await response.text()).toBe("event: state\ndata: 1\n\nevent: done\ndata: 2\n\n");
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    await ended;
    expect(problems).toEqual([]);
  });

  test("tells who makes the pieces that the reader has gone", async () => {
    const { port, ended, problems } = await serving((signal) => endless(signal, 10));
    const socket = connect(port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    sockets.push(socket);
    await new Promise((resolve) => {
      socket.once("data", resolve);
    });
    socket.destroy();
    await ended;
    expect(problems).toEqual([]);
  });

  test("cuts a reader off that reads nothing", async () => {
    const { port, clock, isOver } = await serving((signal) => endless(signal, 1_000_000));
    const socket = connect(port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    socket.pause();
    socket.on("error", () => undefined);
    sockets.push(socket);
    for (let second = 0; second < 500 && !isOver(); second++) await clock.advance(1_000);
    expect(isOver()).toBe(true);
  });

  test.each([
    ["when the token of its reader has run out", 60_000],
    ["after a quarter of an hour", null],
  ])("ends %s", async (_, until) => {
    const { url, clock, isOver } = await serving((signal) => endless(signal, 10), { until });
    const response = await fetch(url);
    const reading = response.text();
    await clock.advance(50_000);
    expect(isOver()).toBe(false);
    for (let minute = 0; minute < 20 && !isOver(); minute++) await clock.advance(60_000);
    expect(await reading).toContain(": xxxxxxxxxx");
  });

  test("breaks off where the pieces fail, and says why", async () => {
    const { url, ended, problems } = await serving(async function* () {
      yield "event: state\ndata: 1\n\n";
      throw new Error("the store is locked");
    });
    await expect(fetch(url).then((response) => response.text())).rejects.toThrow("terminated");
    await ended;
    expect(problems).toEqual([expect.objectContaining({ message: "the store is locked" })]);
  });
});
