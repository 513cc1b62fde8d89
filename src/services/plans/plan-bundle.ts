import { uploadNameSchema, type SubmitPlanRequest } from "../../contract/api/plans.ts";
import { PerfAgentError, type Mistake } from "../../contract/errors.ts";
import { innerPathProblem } from "../../pipeline/plan/inner-path.ts";
import { assertTextSize } from "./text-size.ts";

/** What somebody handed in, as the files of one folder. */
export interface PlanBundle {
  /** By path from the folder: the plan, its objectives under `slo/`, and data. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly planText: string;
  /** Those of `files` that hold objectives. */
  readonly sloPaths: readonly string[];
  /** The others but the plan. */
  readonly dataPaths: readonly string[];
  readonly environment: string | undefined;
  readonly overrides: readonly string[];
}

/** Name of the plan in its folder. */
export const planName = "plan.yaml";
/** Folder of the objectives in that of the plan. */
export const sloFolder = "slo";

/** All files of a plan together. They are held in memory while it is understood. */
export const mostPlanBytes = 64 * 1024 * 1024;
export const mostPlanFiles = 200;

/** Names that mean something to the agent where they stand beside a plan. Compared without regard to case, as some systems do. */
const takenNames: readonly string[] = [planName, "slo.yaml", sloFolder, "perf-agent.yaml"];
/** What an approval is called, in whatever folder the policy keeps them. */
const approvalName = /(?:^|\/)[0-9a-f]{64}\.json$/iu;
const sloName = /\.(?:ya?ml|json|[cm]?[jt]s)$/iu;

/** Throws PA_UPLOAD_INVALID for names that cannot be used, all at once, and PA_UPLOAD_TOO_LARGE. */
export function bundleOf(request: SubmitPlanRequest): PlanBundle {
  const encoder = new TextEncoder();
  const planText = asText(request.plan);
  const slos = sloTextsOf(request.slos);
  const data = Object.entries(request.data ?? {});
  assertCount(1 + slos.size + data.length);
  assertTextSize([planText, ...slos.values()]);
  assertNames(
    [...slos.keys()].map((name) => `${sloFolder}/${name}`),
    data.map(([name]) => name),
  );
  const files = new Map<string, Uint8Array>([[planName, encoder.encode(planText)]]);
  for (const [name, text] of slos) files.set(`${sloFolder}/${name}`, encoder.encode(text));
  for (const [name, content] of data)
    files.set(name, typeof content === "string" ? encoder.encode(content) : bytesOf(content.base64));
  assertBytes(files);
  return {
    files,
    planText,
    sloPaths: [...slos.keys()].map((name) => `${sloFolder}/${name}`),
    dataPaths: data.map(([name]) => name),
    environment: request.environment,
    overrides: request.overrides ?? [],
  };
}

/** An object stands for the document that it is: JSON is YAML. */
function asText(document: string | Record<string, unknown>): string {
  return typeof document === "string" ? document : `${JSON.stringify(document, null, 2)}\n`;
}

function bytesOf(base64: string): Uint8Array {
  return Buffer.from(base64, "base64");
}

/** One document, or several by their file names, which no document of objectives has as its fields. */
function sloTextsOf(slos: SubmitPlanRequest["slos"]): ReadonlyMap<string, string> {
  if (slos === undefined) return new Map();
  if (typeof slos === "string") return new Map([["1.yaml", slos]]);
  const entries = Object.entries(slos);
  const byName = entries.flatMap(([name, text]) =>
    sloName.test(name) && typeof text === "string" ? [[name, text] as const] : [],
  );
  const isByName = byName.length > 0 && byName.length === entries.length;
  return isByName ? new Map(byName) : new Map([["1.yaml", asText(slos)]]);
}

function assertNames(sloPaths: readonly string[], dataPaths: readonly string[]): void {
  const mistakes: Mistake[] = [];
  const refuse = (path: string, why: string): void => {
    mistakes.push({ code: "PA_UPLOAD_INVALID", text: `the file name ${JSON.stringify(path.slice(0, 200))} ${why}` });
  };
  for (const path of dataPaths) {
    if (takenNames.includes((path.split("/")[0] ?? "").toLowerCase()))
      refuse(path, "is taken: call the file otherwise");
    if (approvalName.test(path)) refuse(path, "is that of an approval: call the file otherwise");
  }
  const seen = new Map<string, string>();
  for (const path of [...sloPaths, ...dataPaths]) {
    const parsed = uploadNameSchema.safeParse(path);
    const problem = parsed.success ? innerPathProblem(path) : (parsed.error.issues[0]?.message ?? "a file name");
    if (problem !== null) refuse(path, `must be ${problem}`);
    const folded = path.toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined)
      refuse(path, `is that of ${other} to systems that do not tell capitals from small letters`);
    seen.set(folded, path);
  }
  for (const path of seen.keys()) {
    const inside = [...seen.keys()].find((other) => other.startsWith(`${path}/`));
    if (inside !== undefined) refuse(path, `cannot be both a file and the folder of ${inside}`);
  }
  if (mistakes.length > 0) throw new PerfAgentError(mistakes);
}

function assertCount(count: number): void {
  if (count > mostPlanFiles)
    throw PerfAgentError.of("PA_UPLOAD_TOO_LARGE", `a plan may come with ${mostPlanFiles} files; here are ${count}`);
}

function assertBytes(files: ReadonlyMap<string, Uint8Array>): void {
  const bytes = [...files.values()].reduce((sum, file) => sum + file.byteLength, 0);
  if (bytes > mostPlanBytes)
    throw PerfAgentError.of(
      "PA_UPLOAD_TOO_LARGE",
      `the files of a plan may have ${mostPlanBytes / 1024 / 1024} MiB together; these have ${(bytes / 1024 / 1024).toFixed(1)} MiB`,
    );
}
