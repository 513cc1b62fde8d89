import { z } from "zod";

/**
 * The plan as typed: the shapes that a person writes in YAML or JSON, units as text. `TestPlan` is what is understood of it.
 * The reader of plans takes the names of the fields from here; the JSON Schema for editors is generated from here.
 */
const text = z.union([z.string(), z.number(), z.boolean()]);
const duration = z.string().describe("250ms, 10s, 1m30s, 2h");
const rate = z.string().describe("200/s, 30/min, 1000/h");
const whole = z.number().int().nonnegative();
const texts = z.record(z.string(), text);

const targetDocumentSchema = z.strictObject({
  environment: z.string().optional().describe("An environment of perf-agent.yaml; local unless said."),
  baseUrl: z.string().optional().describe("Instead of the environment's base URL."),
});

const defaultsDocumentSchema = z.strictObject({
  headers: texts.optional(),
  timeout: duration.optional().describe("30s unless said."),
  redirects: whole.optional().describe("How many redirects a request follows; 0 unless said."),
  connections: z.enum(["keep", "per-iteration"]).optional(),
  auth: z.string().optional().describe("Name of an auth, or none."),
});

const dataSetDocumentSchema = z.strictObject({
  file: z.string().describe("CSV with a header or a JSON array of flat objects, relative to the plan."),
  mode: z.enum(["sequential", "random", "unique"]).optional(),
  per: z.enum(["iteration", "vu"]).optional(),
  atEnd: z.enum(["refuse", "recycle", "stop"]).optional(),
  masked: z.array(z.string()).optional(),
  types: z.record(z.string(), z.enum(["string", "number", "boolean"])).optional(),
});

const secretDocumentSchema = z.strictObject({ env: z.string().optional(), file: z.string().optional() });

const authDocumentSchema = z.strictObject({
  login: z.string().optional(),
  refresh: z.string().optional(),
  renewAfter: duration.optional(),
  basic: z.strictObject({ user: text, password: text }).optional(),
  hmac: z.enum(["sha256", "sha512", "sha1"]).optional(),
  key: text.optional(),
  over: text.optional(),
  headers: texts.optional(),
});

const extractDocumentSchema = z.strictObject({
  jsonpath: z.string().optional(),
  header: z.string().optional(),
  regex: z.string().optional(),
  cookie: z.string().optional(),
  pick: z.enum(["first", "last", "random"]).optional(),
  default: z.json().optional(),
});

const expectDocumentSchema = z.strictObject({
  status: z
    .union([z.number().int(), z.string(), z.array(z.union([z.number().int(), z.string()]))])
    .optional()
    .describe("200, 2xx, 200..204 or a list; 2xx and 3xx unless said."),
  contains: z.union([text, z.array(text)]).optional(),
  json: z.record(z.string(), z.json()).optional().describe('JSONPath to a value, "> 0", present or absent.'),
  headers: texts.optional(),
  maxBytes: z.union([z.string(), whole]).optional(),
});

const partDocumentSchema = z.strictObject({
  file: z.string(),
  type: z.string().optional(),
  filename: z.string().optional(),
});
const graphqlDocumentSchema = z.strictObject({
  query: z.string(),
  variables: z.record(z.string(), z.json()).optional(),
  operationName: z.string().optional(),
});
const rawDocumentSchema = z.strictObject({ text: z.string(), type: z.string().optional() });

const endpointDocumentSchema = z.strictObject({
  method: z.string().optional().describe("GET unless said, POST where there is a body."),
  path: text,
  at: z.string().optional().describe("Another host of the environment, declared under `others`."),
  query: z.record(z.string(), z.union([text, z.array(text)])).optional(),
  headers: texts.optional(),
  json: z.json().optional(),
  form: z.record(z.string(), z.union([text, z.array(text)])).optional(),
  multipart: z.record(z.string(), z.union([text, partDocumentSchema])).optional(),
  raw: z.union([text, rawDocumentSchema]).optional(),
  graphql: graphqlDocumentSchema.optional(),
  timeout: duration.optional(),
  redirects: whole.optional(),
  auth: z.string().optional(),
  writes: z.boolean().optional().describe("Unless said: GET, HEAD and OPTIONS do not write, others do."),
  expect: expectDocumentSchema.optional(),
  extract: z.record(z.string(), extractDocumentSchema).optional(),
  tags: texts.optional(),
});

const isolationDocumentSchema = z
  .strictObject({
    header: z.strictObject({ name: z.string(), value: text }).optional(),
    tenant: text.optional(),
    prefix: text.optional(),
  })
  .describe("Exactly one; its value is the variable {isolation}.");

const leftoversDocumentSchema = z.strictObject({
  endpoint: z.string().describe("Requested once after `teardown`; it must not write."),
  count: z.string().describe("JSONPath to the number of things that the run left behind."),
});

const rateStageSchema = z.strictObject({ to: rate, over: duration });
const vusStageSchema = z.strictObject({ to: whole, over: duration });

const loadDocumentSchema = z.strictObject({
  profile: z.enum(["smoke", "load", "stress", "spike", "soak", "breakpoint"]).optional(),
  rate: rate.optional(),
  vus: z.union([whole, z.array(vusStageSchema)]).optional(),
  arrivalRate: z.array(rateStageSchema).optional(),
  iterations: z.union([whole, z.string()]).optional(),
  mode: z.enum(["shared", "per-vu"]).optional(),
  maxDuration: duration.optional(),
  maxVus: whole.optional(),
  drain: duration.optional(),
  rampUp: duration.optional(),
  hold: duration.optional(),
  rampDown: duration.optional(),
  upTo: z.union([z.string(), whole]).optional(),
  steps: whole.optional(),
  each: duration.optional(),
  peak: z.union([z.string(), whole]).optional(),
  before: duration.optional(),
  spike: duration.optional(),
  after: duration.optional(),
  over: duration.optional(),
});

type StepDocument =
  | string
  | { think: string }
  | { repeat: number | string; while?: string | undefined; do: StepDocument[] }
  | { chance: string; do: StepDocument[] }
  | { next: string }
  | { step: string; onFailure?: "end" | "continue" | undefined };
const stepDocumentSchema: z.ZodType<StepDocument> = z.union([
  z.string(),
  z.strictObject({ think: z.string() }),
  z.strictObject({
    repeat: z.union([z.number().int(), z.string()]),
    while: z.string().optional(),
    do: z.array(z.lazy(() => stepDocumentSchema)),
  }),
  z.strictObject({ chance: z.string(), do: z.array(z.lazy(() => stepDocumentSchema)) }),
  z.strictObject({ next: z.string() }),
  z.strictObject({ step: z.string(), onFailure: z.enum(["end", "continue"]).optional() }),
]);

const scenarioDocumentSchema = z.strictObject({
  load: loadDocumentSchema,
  startAfter: duration.optional(),
  session: z.enum(["iteration", "vu"]).optional(),
  auth: z.string().optional(),
  mix: z.record(z.string(), z.number()).optional(),
  think: z.string().optional(),
  journey: z.array(stepDocumentSchema).optional(),
  tags: texts.optional(),
});

export const planDocumentSchema = z.strictObject({
  apiVersion: z.literal("perf-agent/v1").optional(),
  kind: z.literal("TestPlan").optional(),
  name: z.string().optional(),
  service: z.string().optional(),
  tags: texts.optional(),
  target: z.union([z.string(), targetDocumentSchema]).optional(),
  seed: whole.optional(),
  defaults: defaultsDocumentSchema.optional(),
  data: z.record(z.string(), dataSetDocumentSchema).optional(),
  secrets: z.record(z.string(), secretDocumentSchema).optional(),
  auth: z.record(z.string(), authDocumentSchema).optional(),
  endpoints: z.record(z.string(), endpointDocumentSchema),
  isolation: isolationDocumentSchema.optional(),
  setup: z.array(z.string()).optional(),
  teardown: z.array(z.string()).optional(),
  leftovers: leftoversDocumentSchema.optional(),
  scenarios: z.record(z.string(), scenarioDocumentSchema).optional(),
  overlays: z
    .record(z.string(), z.record(z.string(), z.json()))
    .optional()
    .describe("JSON merge patch (RFC 7386) per environment."),
});

/** Names of the fields of every map of the plan, for readers and editors. */
export const planFields = {
  plan: Object.keys(planDocumentSchema.shape),
  target: Object.keys(targetDocumentSchema.shape),
  defaults: Object.keys(defaultsDocumentSchema.shape),
  dataSet: Object.keys(dataSetDocumentSchema.shape),
  secret: Object.keys(secretDocumentSchema.shape),
  auth: Object.keys(authDocumentSchema.shape),
  extract: Object.keys(extractDocumentSchema.shape),
  expect: Object.keys(expectDocumentSchema.shape),
  part: Object.keys(partDocumentSchema.shape),
  graphql: Object.keys(graphqlDocumentSchema.shape),
  raw: Object.keys(rawDocumentSchema.shape),
  endpoint: Object.keys(endpointDocumentSchema.shape),
  isolation: Object.keys(isolationDocumentSchema.shape),
  leftovers: Object.keys(leftoversDocumentSchema.shape),
  load: Object.keys(loadDocumentSchema.shape),
  scenario: Object.keys(scenarioDocumentSchema.shape),
} as const;
