import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { socketProbe } from "./target-probe.ts";

const probe = socketProbe();
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function serve(answer: RequestListener): Promise<{ url: string; port: number }> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://shop.test:${port}`, port };
}

describe("asking a target for one document", () => {
  const options = { caFile: null };
  it("dials the address it was given and names the host of the URL", async () => {
    const asked: (string | undefined)[] = [];
    const { url, port } = await serve((request, response) => {
      asked.push(`${String(request.method)} ${String(request.url)} ${String(request.headers.host)}`);
      response.writeHead(200).end('{"environment":"perf"}');
    });
    expect(await probe.get(url, "/.well-known/perf-agent", "127.0.0.1", options)).toEqual({
      status: 200,
      body: '{"environment":"perf"}',
    });
    expect(asked).toEqual([`GET /.well-known/perf-agent shop.test:${port}`]);
  });

  it("does not follow a redirect", async () => {
    const { url } = await serve((_, response) => response.writeHead(302, { location: "http://127.0.0.2:1/" }).end());
    expect(await probe.get(url, "/", "127.0.0.1", options)).toEqual({ status: 302, body: "" });
  });

  it("takes no endless answer", async () => {
    const { url } = await serve((_, response) => {
      const pour = (): void => {
        if (!response.destroyed) response.write("x".repeat(10_000), () => setImmediate(pour));
      };
      pour();
    });
    expect(await probe.get(url, "/", "127.0.0.1", options)).toMatch(/more than 64000 characters/u);
  });

  it("says what failed", async () => {
    expect(await probe.get("http://shop.test:1", "/", "127.0.0.1", options)).toMatch(
      /^http:\/\/shop.test:1\/: .*REFUSED/u,
    );
  });
});
