/**
 * A process of ours that drains an outbox to webhooks until it is killed: `node drain-webhooks.ts STORE ZERO URL...`.
 * Its seconds last 1/30 s, counted from ZERO (epoch ms), so that waits between attempts and leases pass quickly and a process
 * that is started again has the time of the one before. Webhooks are signed with the secret in HOOK_SECRET.
 */
import { dnsResolver } from "../../src/adapters/node/dns-resolver.ts";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";
import { openSqliteStore } from "../../src/adapters/sql/open-sqlite-store.ts";
import { webhookSinks } from "../../src/adapters/webhook/webhook-sinks.ts";
import type { Clock } from "../../src/ports/system.ts";
import { startDraining } from "../../src/services/background/start-draining.ts";

const speed = 30;
const [path = "", zero = "0", ...urls] = process.argv.slice(2);
const real = nodeClock();
const clock: Clock = {
  now: () => Number(zero) + (real.now() - Number(zero)) * speed,
  monotonic: () => real.monotonic() * speed,
  sleep: (ms, signal) => real.sleep(ms / speed, signal),
};
const { outbox } = await openSqliteStore(path);
const sinks = webhookSinks(
  urls.map((url) => ({ url, secretEnv: "HOOK_SECRET" })),
  { clock, resolver: dnsResolver(), secret: (name) => process.env[name], timeoutMs: 250 },
);
startDraining(
  { outbox, sinks, clock },
  {
    onFailed: () => {},
    onProblem: (error) => {
      process.stderr.write(`${String(error)}\n`);
    },
  },
);
// Whoever started us may be killed too.
process.stdin.resume().once("close", () => process.exit());
