import { expect, test } from "vitest";
import { collectionOf, objectiveOf, planOf, previewOf, recordOf, slosOf } from "../../test/support/fabricated-run.ts";
import { goldenRun, sampleSecond } from "../golden/test-support/sample-run.ts";
import { courseObjectives } from "./course-objectives.ts";

test("each objective of a long run is held against what was declared of it", () => {
  const record = recordOf();
  const second = sampleSecond(Array.from({ length: 20 }, (_, i) => 10_000 + i));
  const run = goldenRun({
    firstSecond: Math.floor(record.startedAt / 1000) * 1000,
    series: [{ scenario: "buy", endpoint: "checkout", seconds: Array.from({ length: 60 }, () => second) }],
  });
  const objectives = [
    objectiveOf({ name: "wide" }),
    objectiveOf({ name: "tight", limit: 50 }),
    objectiveOf({ name: "elsewhere", endpoint: "basket" }),
  ];
  const scored = courseObjectives([
    {
      schemaVersion: 1,
      name: "steady",
      text: "",
      record,
      plan: planOf(),
      preview: previewOf(),
      slos: slosOf(...objectives),
      collection: collectionOf([]),
      run,
      expectations: [
        { objective: "wide", status: "met" },
        { objective: "tight", status: "met" },
        { objective: "elsewhere", status: "skipped" },
        { objective: "forgotten", status: "met" },
      ],
      verdict: "pass",
    },
  ]);
  expect(scored.map((each) => [each.case.id, each.case.truth, each.case.verdict])).toEqual([
    ["courses/steady/wide", "met", "met"],
    ["courses/steady/tight", "met", "breached"],
    ["courses/steady/elsewhere", "skipped", "skipped"],
    ["courses/steady/forgotten", "met", "not judged"],
    ["courses/steady/the verdict of the run", "pass", "fail"],
  ]);
});
