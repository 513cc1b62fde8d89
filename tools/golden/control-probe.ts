import { connect } from "node:net";
import { median } from "../../src/stats/quantile-type7.ts";
import type { GoldenControl } from "../../evaluation/golden/golden-run.ts";

const rounds = 9;

/** Times a fixed loop and connecting to the service, nine rounds each: a slower machine shows here without any load. */
export async function probeControl(url: string): Promise<GoldenControl> {
  const cpuMs: number[] = [];
  const connectMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    cpuMs.push(timeLoop());
    connectMs.push(await timeConnect(new URL(url)));
  }
  return { cpuMs: rounded(median(cpuMs)), connectMs: rounded(median(connectMs)) };
}

function timeLoop(): number {
  const startedAt = performance.now();
  let state = 1;
  for (let step = 0; step < 2_000_000; step++) state = Math.imul(state ^ step, 0x01_00_01_93);
  // The result is used, so that the loop cannot be left out.
  return performance.now() - startedAt + (state === 0 ? 1e-9 : 0);
}

function timeConnect({ hostname, port }: URL): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      resolve(performance.now() - startedAt);
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
