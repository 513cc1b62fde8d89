import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { collected } from "../../../test/support/collected.ts";
import { createWindowDecoder } from "../../contract/decode-windows.ts";
import { encodeWindows } from "../../contract/encode-windows.ts";
import { summariseWindows } from "./summarise-windows.ts";

const read = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../test/fixtures/${name}`, import.meta.url)));

describe("the summary of windows whose collector is gone", () => {
  it.each([
    ["k6-csv", "k6/v2-reduced.csv", 4_000],
    ["k6-json", "k6/v2.json", 4_000],
    ["jtl-csv", "jmeter/todo-service.jtl", 4_000],
  ] as const)("is near the true one: %s %s", (format, file, longestRequestMs) => {
    const { windows, summary } = collected(format, read(file));
    const guessed = summariseWindows(windows, format);
    expect(guessed).toMatchObject({ format, truncated: true, badRows: 0, scenarioStarts: {}, leftovers: null });
    expect(guessed.foldedSeries).toBe(summary.foldedSeries);
    expect(guessed.rows).toBeGreaterThan(summary.rows / 4);
    const { firstAt, lastAt } = summary;
    if (firstAt === null || lastAt === null) throw new Error("no requests");
    // Windows know the second in which a request ended.
    expect((guessed.lastAt ?? 0) - lastAt).toBeGreaterThanOrEqual(0);
    expect((guessed.lastAt ?? 0) - lastAt).toBeLessThanOrEqual(1_000);
    expect((guessed.firstAt ?? 0) - firstAt).toBeGreaterThan(-1_000);
    expect((guessed.firstAt ?? 0) - firstAt).toBeLessThanOrEqual(longestRequestMs);
  });

  it("counts every request with its phases, failed ones once", () => {
    const header = "metric_name,timestamp,metric_value,name,scenario,status\n";
    const rows = ["http_req_duration", "http_req_waiting", "http_req_failed"].map(
      (metric) => `${metric},1795498802725,${metric === "http_req_failed" ? 1 : 5},a,s,500`,
    );
    const journey = "perf_agent_journey_duration,1795498809725,9,,s,";
    const { windows } = collected("k6-csv", `${header}${rows.join("\n")}\n${journey}\n`);
    expect(summariseWindows(windows)).toMatchObject({
      rows: 3,
      firstAt: 1_795_498_802_000,
      lastAt: 1_795_498_803_000,
    });
  });

  it("tells that names were folded", () => {
    const rows = Array.from({ length: 2_100 }, (_, name) => `http_req_duration,1795498802725,5,a${name},s`);
    const { windows, summary } = collected(
      "k6-csv",
      `metric_name,timestamp,metric_value,name,scenario\n${rows.join("\n")}\n`,
    );
    expect(summary.foldedSeries).toBeGreaterThan(0);
    expect(summariseWindows(windows).foldedSeries).toBe(1);
  });

  it("is empty for a run that sent nothing", () => {
    expect(summariseWindows([])).toMatchObject({ rows: 0, firstAt: null, lastAt: null, truncated: true });
  });
});

describe("a file of windows that was cut while it was written", () => {
  const { windows } = collected("k6-csv", read("k6/v2-reduced.csv"));
  const frames = windows.map((window) => encodeWindows([window]));
  const bytes = Buffer.concat(frames);
  const ends = frames.map((_, index) => frames.slice(0, index + 1).reduce((sum, { length }) => sum + length, 0));

  it("has all its whole frames, wherever the cut is", () => {
    for (let cut = 0; cut <= bytes.length; cut += 1 + (cut % 7)) {
      const whole = ends.filter((end) => end <= cut).length;
      const decoded = createWindowDecoder().push(new Uint8Array(bytes.subarray(0, cut)));
      expect(decoded.map(({ at }) => at)).toEqual(windows.slice(0, whole).map(({ at }) => at));
    }
    expect(windows.length).toBeGreaterThan(1);
  });

  it("has them where the file system left zeros behind them", () => {
    const zeros = new Uint8Array(bytes.length + 500);
    zeros.set(bytes);
    expect(createWindowDecoder().push(zeros)).toHaveLength(windows.length);
  });
});
