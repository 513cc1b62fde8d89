import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { BenchFigure } from "./bench-figure.ts";
import { findK6 } from "./support/find-k6.ts";
import { installProduct } from "./support/install-product.ts";
import { median } from "./support/median.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const rounds = 7;

/** Start-up as installed: the launcher beside the bundles, not the sources. */
export default async function benchStart(): Promise<readonly BenchFigure[]> {
  const product = installProduct();
  try {
    return [...(await measure(product.perfAgent)), await measureService(product.perfAgent)];
  } finally {
    product.remove();
  }
}

async function measure(perfAgent: string): Promise<readonly BenchFigure[]> {
  const k6 = await findK6();
  const rivals = [
    ["node -e 0", medianMs(process.execPath, ["-e", "0"])],
    ["k6 version", k6 === null ? null : medianMs(k6.path, ["version"])],
  ] as const;
  const figures = [
    ["perf-agent --version", "< 150", medianMs(process.execPath, [perfAgent, "--version"])],
    [
      "perf-agent validate",
      "< 400",
      medianMs(process.execPath, [perfAgent, "validate", join(root, "examples/shop/plan.yaml")]),
    ],
  ] as const;
  return figures.flatMap(([name, bar, value]) =>
    rivals.map(([rival, rivalValue]) => ({ name, value, unit: "ms", bar, rival, rivalValue })),
  );
}

/** From the start of the process until the service says that it takes work, on a data directory of an earlier start. */
async function measureService(perfAgent: string): Promise<BenchFigure> {
  const data = mkdtempSync(join(tmpdir(), "perf-agent-start-"));
  try {
    await readyMs(perfAgent, data);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push(await readyMs(perfAgent, data));
    return {
      name: "perf-agent serve, ready",
      value: median(times),
      unit: "ms",
      bar: "< 500",
      rival: "node -e 0",
      rivalValue: medianMs(process.execPath, ["-e", "0"]),
    };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function readyMs(perfAgent: string, data: string): Promise<number> {
  const startedAt = performance.now();
  const service = spawn(process.execPath, [perfAgent, "serve", "--port", "0", "--data", data], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, PERF_AGENT_TOKEN: "a-token-that-only-this-bench-knows" },
  });
  const ended = once(service, "close");
  try {
    let text = "";
    for await (const piece of service.stdout.setEncoding("utf8")) {
      text += String(piece);
      const url = /Perf-Xi is at (\S+)\n/u.exec(text)?.[1];
      if (url === undefined) continue;
      const { status } = await fetch(`${url}/readyz`);
      if (status !== 200) throw new Error(`the service that had just started answered ${status} to /readyz`);
      return performance.now() - startedAt;
    }
    throw new Error(`the service ended before it was ready:\n${text}`);
  } finally {
    service.kill("SIGTERM");
    await ended;
  }
}

/** Median wall time of several starts, ms. Throws when one fails: a fast failure is no start. */
function medianMs(program: string, words: readonly string[]): number {
  const times = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    const { status, stderr } = spawnSync(program, words, { cwd: root, encoding: "utf8" });
    const elapsed = performance.now() - startedAt;
    if (status !== 0) throw new Error(`${program} ${words.join(" ")} ended with ${status}: ${stderr}`);
    return elapsed;
  });
  return median(times);
}
