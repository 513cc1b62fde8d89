import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluationDocumentSchema } from "../src/contract/evaluation.ts";
import { evaluate } from "./evaluate.ts";
import { writePage } from "./write-page.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "perf-agent-evaluation-"));
  for (const name of ["cloud-noise", "nezha", "other"]) mkdirSync(join(folder, name));
  const v = Array.from({ length: 40 }, (_, i) => 2 + ((i * 7) % 5) / 200);
  const line = { id: "west-1", sku: "D4s_v3", vm_lifespan: "long", v };
  writeFileSync(join(folder, "cloud-noise", "west.jsonl"), JSON.stringify(line));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("an evaluation", () => {
  test("scores the sets that are there, and says of each other one that it is not scored", async () => {
    const document = await evaluate(folder, join(folder, "no golden runs"));
    expect(evaluationDocumentSchema.parse(document)).toEqual(document);
    expect(document.notes).toEqual([
      "golden: no golden runs here, not scored",
      "faas-latency: not there, not scored",
      "jmeter-sample: not there, not scored",
      "talos-graphs: not there, not scored",
      "tsdb-commit-history: not there, not scored",
      "nezha: root causes are not scored yet",
      "other: not a set that is known here, not scored",
    ]);
    expect(document.cases.map(({ id }) => id)).toContain("west.jsonl/west-1/10/+10%");
    const recall = document.measures.find(({ name, group }) => name === "recall-10" && group === "D4s long");
    expect(recall?.of).toBe(3);
  });

  test("says that there is no public data when none is named, and refuses a folder that is not there", async () => {
    const { notes } = await evaluate(null, join(folder, "no golden runs"));
    expect(notes).toContain("public data: no folder given (--data), not scored");
    await expect(evaluate(join(folder, "cloud-noise", "west.jsonl"))).rejects.toMatchObject({
      mistakes: [{ code: "PA_EVALUATION_DATA" }],
    });
    await expect(evaluate(join(folder, "none"))).rejects.toMatchObject({
      mistakes: [{ code: "PA_EVALUATION_DATA" }],
    });
  });

  test("a page that cannot be written is a mistake of usage", async () => {
    const document = await evaluate(null, join(folder, "no golden runs"));
    await expect(writePage(join(folder, "none", "page.md"), document)).rejects.toMatchObject({
      mistakes: [{ code: "PA_USAGE" }],
    });
  });
});
