import type { SubmitPlanRequest } from "../../../../src/contract/api/plans.ts";

/** A plan that is being written: what will be handed in. */
export interface PlanDraft {
  readonly planText: string;
  /** Texts of objectives by file name. */
  readonly slos: Readonly<Record<string, string>>;
  /** Data and bodies by the path under which the plan names them. */
  readonly data: Readonly<Record<string, Uint8Array>>;
  /** null: the one that the plan names. */
  readonly environment: string | null;
}

/** A file as it was dropped or chosen. */
export interface DroppedFile {
  /** With folders, `/` between them. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export const planFileName = "plan.yaml";
export const firstSloName = "slo.yaml";

/** The shortest plan that tests something, with objectives to hold it against. */
export const starterDraft: PlanDraft = {
  planText: `apiVersion: perf-agent/v1
kind: TestPlan
name: my-first-test
service: my-service
target: { environment: local }
endpoints:
  home: { method: GET, path: / }
scenarios:
  browse:
    load: { profile: smoke }
    mix: { home: 1 }
`,
  slos: {
    [firstSloName]: `apiVersion: perf-agent/v1
kind: SloSet
service: my-service
objectives:
  - p95 of home < 300ms
  - errors of all < 1%
`,
  },
  data: {},
  environment: null,
};

export interface AddedFiles {
  readonly draft: PlanDraft;
  /** What was not taken, and why, as sentences. */
  readonly left: readonly string[];
}

/**
 * The draft with files put where they belong, by what they say they are. Paths are taken from the folder that the plan lies in; where no plan
 * comes with them, as they are. A file that came without its folder goes where the plan names a file of that name.
 */
export function addFiles(draft: PlanDraft, files: readonly DroppedFile[]): AddedFiles {
  const left: string[] = [];
  const told = files.map((file) => {
    const text = asText(file.bytes);
    return { ...file, text, kind: kindOf(file.path, text) };
  });
  const folder = folderOf(told.find(({ kind }) => kind === "plan")?.path ?? "");
  let { planText } = draft;
  let plans = 0;
  const slos: Record<string, string> = {};
  const others: Record<string, Uint8Array> = { ...draft.data };
  for (const { path, bytes, text, kind } of told) {
    const inner = path.startsWith(folder) ? path.slice(folder.length) : path;
    if (kind === "policy") left.push(`${path} is a policy: the service has its own.`);
    else if (kind === "slo" && text !== null) slos[nameOf(inner)] = text;
    else if (kind === "plan" && text !== null) {
      if (plans > 0) left.push(`${path} is a second plan: hand it in by itself.`);
      else planText = text;
      plans += 1;
    } else others[inner] = bytes;
  }
  const data = Object.fromEntries(Object.entries(others).map(([path, bytes]) => [namedPath(path, planText), bytes]));
  const hasSlos = Object.keys(slos).length > 0;
  return { draft: { ...draft, planText, data, slos: hasSlos ? slos : draft.slos }, left };
}

/** What is sent. Files that are no text travel as base64. */
export function requestOf({ planText, slos, data, environment }: PlanDraft): SubmitPlanRequest {
  const told = Object.entries(slos).filter(([, text]) => text.trim() !== "");
  const files = Object.entries(data).map(
    ([path, bytes]) => [path, asText(bytes) ?? { base64: toBase64(bytes) }] as const,
  );
  return {
    plan: planText,
    ...(told.length === 0 ? {} : { slos: Object.fromEntries(told) }),
    ...(files.length === 0 ? {} : { data: Object.fromEntries(files) }),
    ...(environment === null ? {} : { environment }),
  };
}

type FileKind = "plan" | "slo" | "policy" | "data";

function kindOf(path: string, text: string | null): FileKind {
  if (text === null || !/\.(?:ya?ml|json|[cm]?[jt]s)$/iu.test(path)) return "data";
  const kind = /(?:^|[{,])\s*"?kind"?\s*:\s*"?(\w+)/mu.exec(text)?.[1];
  if (kind === "TestPlan") return "plan";
  if (kind === "SloSet" || kind === "SLO" || /\bopenslo\//u.test(text)) return "slo";
  if (kind === "Policy") return "policy";
  if (/(?:^|\/)slos?(?:\/|[^/]*\.)/iu.test(path)) return "slo";
  // A plan may leave its kind out; nothing else has endpoints.
  return /^"?endpoints"?\s*:/mu.test(text) ? "plan" : "data";
}

/** Where a plan expects a file: a path that it names, else the one path that it names with the same file name, else the path as it is. */
function namedPath(path: string, planText: string): string {
  const named = new Set(planText.match(/[^\s"'{}[\],:]+\.\w+/gu));
  if (named.has(path)) return path;
  const fitting = [...named].filter((each) => nameOf(each) === nameOf(path));
  return fitting.length === 1 ? (fitting[0] ?? path) : path;
}

function nameOf(path: string): string {
  return path.split("/").at(-1) ?? path;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** null: it is no UTF-8. */
function asText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(pieces.join(""));
}
