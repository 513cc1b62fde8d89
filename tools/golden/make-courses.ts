import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { writeAtomically } from "../../src/adapters/files/write-atomically.ts";
import { collectionSummarySchema } from "../../src/contract/collection-summary.ts";
import { loadPreviewSchema } from "../../src/contract/load-preview.ts";
import { runRecordSchema } from "../../src/contract/run.ts";
import { sloSetSchema } from "../../src/contract/slo-set.ts";
import { testPlanSchema } from "../../src/contract/test-plan.ts";
import { encodeRun } from "../../evaluation/golden/codec.ts";
import type { GoldenCourseFacts } from "../../evaluation/golden/golden-course.ts";
import type { GoldenRun } from "../../evaluation/golden/golden-run.ts";
import { coursePlanFile, coursePlans, sloFileOf, type CoursePlan } from "./courses.ts";
import { oneRun, type FinishedRun } from "./one-run.ts";
import { secondsFromStart } from "./read-samples.ts";
import type { Sitting } from "./sitting.ts";

/** Longer than any course, so that all of its seconds are kept. */
const mostSeconds = 300;
/** Longest time of one course with all around it. */
const secondsOfCourse = 205;
/** States in which a course may end: one of them is ended by its objective. */
const ended = ["finished", "stopped"];

/** Makes the courses that are missing in `folder`. What a course comes to is not looked at here: that is judged by the evaluation. */
export async function makeCourses(folder: string, sitting: Sitting): Promise<"complete" | "time is up"> {
  await mkdir(folder, { recursive: true });
  for (const [position, course] of missingCourses(folder).entries()) {
    if (!sitting.mayBegin(secondsOfCourse)) return "time is up";
    await makeCourse(folder, course, position, sitting);
    sitting.stored(`courses  ${course.name}`);
  }
  return "complete";
}

/** Courses without a file; the JSON is written last. */
export function missingCourses(folder: string): CoursePlan[] {
  return coursePlans.filter(({ name }) => !existsSync(join(folder, `${name}.json`)));
}

async function makeCourse(folder: string, course: CoursePlan, position: number, sitting: Sitting): Promise<void> {
  const order = {
    plan: coursePlanFile,
    slo: sloFileOf(course.name),
    overrides: course.overrides,
    shopSeed: 1,
    fault: course.fault,
    kept: secondsFromStart(mostSeconds),
    signal: sitting.signal,
  };
  await oneRun(order, async (run) => {
    const { state, quality } = run.document;
    if (!ended.includes(state) || (state === "finished" && !quality.delivered))
      throw new Error(`course ${course.name} is ${state}: ${run.document.reasons.map(({ text }) => text).join("; ")}`);
    await writeAtomically(join(folder, `${course.name}.run`), encodeRun(samplesOf(course, position, run)));
    const facts = await factsOf(course, run.folder);
    await writeAtomically(join(folder, `${course.name}.json`), `${JSON.stringify(facts, null, 1)}\n`);
  });
}

function samplesOf({ name }: CoursePlan, position: number, run: FinishedRun): GoldenRun {
  const { startedAt, firstSecond, control, loadAverage, series } = run;
  const used =
    1 + Math.max(...series.map(({ seconds }) => seconds.findLastIndex(({ latencies }) => latencies.length > 0)));
  return {
    schemaVersion: 1,
    id: `courses/${name}`,
    block: "courses",
    state: name,
    position,
    seed: 1,
    startedAt,
    firstSecond,
    control,
    loadAverage,
    series: series.map((each) => ({ ...each, seconds: each.seconds.slice(0, used) })),
  };
}

/** What an analysis needs beside the windows, out of the run's folder. */
async function factsOf({ name, text, expectations, verdict }: CoursePlan, folder: string): Promise<GoldenCourseFacts> {
  const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(folder, file), "utf8"));
  return {
    schemaVersion: 1,
    name,
    text,
    expectations: [...expectations],
    verdict,
    record: runRecordSchema.parse(await json("run.json")),
    plan: testPlanSchema.parse(parse(await readFile(join(folder, "effective-plan.yaml"), "utf8"))),
    preview: loadPreviewSchema.parse(await json("preview.json")),
    slos: sloSetSchema.parse(await json("objectives.json")),
    collection: collectionSummarySchema.parse(await json("collection.json")),
  };
}
