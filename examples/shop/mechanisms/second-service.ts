/** The service behind the shop, in a thread of its own: answers `/quote?key=` after a while, or fails when it is told to. */
import { createServer } from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import { isRecord } from "../is-record.ts";
import { seededRandom } from "../seeded-random.ts";
import { sleep } from "./sleep.ts";

const options: unknown = workerData;
const seed = isRecord(options) ? Number(options["seed"]) : 1;
const usualMs = isRecord(options) ? Number(options["usualMs"]) : 0;
const random = seededRandom(seed);
let served = 0;

const server = createServer((request, response) => {
  const header = (name: string): number => Number(request.headers[name] ?? 0);
  const fails = random() < header("x-failures");
  void sleep(usualMs + header("x-delay-ms"), random).then(() => {
    served += 1;
    response.writeHead(fails ? 503 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(fails ? { served } : { served, cents: 990 + ((served * 7919) % 9000) }));
  });
});
server.keepAliveTimeout = 65_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  parentPort?.postMessage(typeof address === "object" ? address?.port : null, []);
});
