import { planFields } from "../../contract/plan-document.ts";
import type { Body, Endpoint, Template, TestPlan } from "../../contract/test-plan.ts";
import type { DocumentEntry, DocumentNode } from "./document-reader.ts";
import { didYouMean, type Notes } from "./notes.ts";
import { findFile, type PlanFiles } from "./read-data.ts";
import { readExpect, readExtracts } from "./read-expect.ts";
import { mergeHeaders, readHeaders, readPairs, readSampleTags } from "./read-pairs.ts";
import {
  Fields,
  invalid,
  readBoolean,
  readEntries,
  readJson,
  readLasting,
  readLine,
  readTemplate,
  readText,
  readWhole,
  unprintable,
} from "./read-values.ts";

export interface Defaults {
  readonly headers: readonly [string, Template][];
  readonly timeoutMs: number;
  readonly redirects: number;
}

export interface EndpointSurroundings {
  readonly defaults: Defaults;
  readonly others: readonly string[];
  readonly files: PlanFiles;
  /** Takes each upload once. */
  readonly upload: (file: TestPlan["files"][number]) => void;
}

const methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const;
const readingMethods: readonly string[] = ["GET", "HEAD", "OPTIONS"];
const bodyKinds = ["json", "form", "multipart", "raw", "graphql"] as const;
export const mostRedirects = 20;

/** Reads one endpoint. Its `auth` is kept as written; the isolation header comes later. */
export function readEndpoint(notes: Notes, entry: DocumentEntry, around: EndpointSurroundings): Endpoint {
  const { key: name, keyPlace, node } = entry;
  const what = `endpoint "${name}"`;
  if (name === "" || name.length > 120 || unprintable.test(name))
    notes.mistake(
      "PA_PLAN_INVALID_VALUE",
      keyPlace,
      `the name of an endpoint has 1 to 120 characters, without line breaks and control characters`,
    );
  const before = notes.mistakes.length;
  const fields = new Fields(notes, node, `an endpoint`, planFields.endpoint);
  if (notes.mistakes.length > before) notes.extractsAreUncertain = true;
  const body = readBody(notes, fields, what, around);
  const method = readMethod(notes, fields, what) ?? (body === null ? "GET" : "POST");
  const path = fields.need("path", readTemplate, "write the path of the request, such as /api/items") ?? [];
  checkPath(notes, fields.node("path"), path, what);
  const atNode = fields.node("at");
  const at = fields.read("at", readText) ?? null;
  if (at !== null && atNode !== undefined && !around.others.includes(at))
    notes.mistake(
      "PA_PLAN_UNKNOWN_NAME",
      atNode.place,
      `${what} is at "${at}", which is not among \`others\` of the environment.${didYouMean(at, around.others)}${around.others.length > 0 ? ` Declared: ${around.others.join(", ")}.` : ""}`,
    );
  return {
    name,
    method,
    at,
    path,
    query: readPairs(notes, fields.node("query"), `\`query\` of ${what}`, true),
    headers: mergeHeaders(
      around.defaults.headers,
      readHeaders(notes, fields.node("headers"), `\`headers\` of ${what}`),
    ),
    body,
    timeoutMs: fields.read("timeout", readLasting) ?? around.defaults.timeoutMs,
    redirects: fields.read("redirects", readWhole(0, mostRedirects)) ?? around.defaults.redirects,
    auth: fields.read("auth", readText),
    writes: fields.read("writes", readBoolean) ?? !readingMethods.includes(method),
    expect: readExpect(notes, fields.node("expect"), what),
    extract: readExtracts(notes, fields.node("extract"), what),
    tags: readSampleTags(notes, fields.node("tags"), what),
  };
}

function readMethod(notes: Notes, fields: Fields, what: string): string | undefined {
  const node = fields.node("method");
  const method = fields.read("method", readText);
  if (node === undefined || method === undefined) return undefined;
  const known = methods.find((one) => one === method.toUpperCase());
  return known ?? invalid(notes, node, `\`method\` of ${what}`, `one of ${methods.join(", ")}`);
}

function checkPath(notes: Notes, node: DocumentNode | undefined, path: Template, what: string): void {
  const [first] = path;
  if (node === undefined || node.kind !== "scalar" || first === undefined) return;
  if (typeof first !== "string" || !first.startsWith("/"))
    invalid(
      notes,
      node,
      `\`path\` of ${what}`,
      'a path that begins with "/" (the host comes from the environment, other hosts by `at`)',
    );
  else if (/[\s\p{Cc}]/u.test(node.source))
    invalid(notes, node, `\`path\` of ${what}`, "without blanks; write them as %20");
  else if (node.source.includes("#"))
    invalid(notes, node, `\`path\` of ${what}`, 'without a fragment ("#"), which is never sent');
}

function readBody(notes: Notes, fields: Fields, what: string, around: EndpointSurroundings): Body | null {
  // `json: null` is a body, so the entry counts, not its value.
  const [kind, second] = bodyKinds.filter(
    (one) => (one === "json" ? fields.entry(one) : fields.node(one)) !== undefined,
  );
  if (kind === undefined) return null;
  const entry = fields.entry(kind);
  if (entry === undefined) return null;
  const { node, keyPlace } = entry;
  if (second !== undefined)
    notes.mistake(
      "PA_PLAN_INVALID_VALUE",
      fields.entry(second)?.keyPlace ?? keyPlace,
      `${what} has two bodies, \`${kind}\` and \`${second}\`; keep one`,
    );
  if (kind === "json") return { kind, value: readJson(notes, node, `\`json\` of ${what}`) ?? null };
  if (kind === "form") return { kind, fields: readPairs(notes, node, `\`form\` of ${what}`, true) };
  if (kind === "raw") return readRaw(notes, node, what);
  if (kind === "graphql") return readGraphql(notes, node, what);
  return {
    kind,
    parts: readEntries(notes, node, `\`multipart\` of ${what}`).flatMap((part) => readPart(notes, part, what, around)),
  };
}

function readRaw(notes: Notes, node: DocumentNode, what: string): Body {
  if (node.kind !== "map")
    return { kind: "raw", text: readTemplate(notes, node, `\`raw\` of ${what}`) ?? [], type: null };
  const fields = new Fields(notes, node, `\`raw\` of ${what}`, planFields.raw);
  return {
    kind: "raw",
    text: fields.need("text", readTemplate, "write the text of the body") ?? [],
    type: fields.read("type", readLine) ?? null,
  };
}

function readGraphql(notes: Notes, node: DocumentNode, what: string): Body {
  const fields = new Fields(notes, node, `\`graphql\` of ${what}`, planFields.graphql);
  return {
    kind: "graphql",
    query: fields.need("query", readText, "write the GraphQL document") ?? "",
    variables: fields.read("variables", readJson) ?? null,
    operationName: fields.read("operationName", readText) ?? null,
  };
}

type Part = Extract<Body, { kind: "multipart" }>["parts"][number];

function readPart(notes: Notes, part: DocumentEntry, what: string, around: EndpointSurroundings): Part[] {
  const { key: name, node } = part;
  const owner = `part "${name}" of ${what}`;
  const isFile = node.kind === "map" && node.entries.some(({ key }) => key === "file");
  if (!isFile) {
    const value = readTemplate(notes, node, owner);
    return value === undefined ? [] : [{ name, value }];
  }
  const fields = new Fields(notes, node, owner, planFields.part);
  const path = fields.need("file", readText, "name the file to upload");
  const pathNode = fields.node("file");
  if (path === undefined || pathNode === undefined) return [];
  const file = findFile(notes, pathNode, path, owner, around.files);
  if (file !== null) around.upload({ path, sha256: file.sha256, bytes: file.bytes.length });
  return [
    {
      name,
      file: path,
      type: fields.read("type", readLine) ?? "application/octet-stream",
      filename: fields.read("filename", readLine) ?? path.slice(path.lastIndexOf("/") + 1),
    },
  ];
}
