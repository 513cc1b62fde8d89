import { z } from "zod";

/**
 * The plan as understood: numbers instead of units, every default filled, names resolved, templates taken apart.
 * `effective-plan.yaml` of a run is this. All durations are milliseconds, rates are per second, shares are fractions.
 */

/** A text with variables: literal parts are strings, variables are references such as `products.id`, `run.id`, `secrets.apiKey`, `token`. */
export const templateSchema = z.array(z.union([z.string(), z.strictObject({ ref: z.string() })]));
export type Template = z.infer<typeof templateSchema>;

/** A JSON value with templates as its strings. A template that is one reference and nothing else keeps the variable's JSON type. */
export type JsonTemplate =
  | null
  | boolean
  | number
  | { template: Template }
  | { array: JsonTemplate[] }
  | { object: [string, JsonTemplate][] };
export const jsonTemplateSchema: z.ZodType<JsonTemplate> = z.union([
  z.null(),
  z.boolean(),
  z.number(),
  z.strictObject({ template: templateSchema }),
  z.strictObject({ array: z.array(z.lazy(() => jsonTemplateSchema)) }),
  z.strictObject({ object: z.array(z.tuple([z.string(), z.lazy(() => jsonTemplateSchema)])) }),
]);

const namedTemplates = z.array(z.tuple([z.string(), templateSchema]));

/** A file of the plan's folder that travels with the script (uploads). `path` is relative to the plan, `sha256` of its bytes. */
export const planFileSchema = z.strictObject({ path: z.string(), sha256: z.string(), bytes: z.number() });

export const bodySchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("json"), value: jsonTemplateSchema }),
  z.strictObject({ kind: z.literal("form"), fields: namedTemplates }),
  z.strictObject({
    kind: z.literal("multipart"),
    parts: z.array(
      z.union([
        z.strictObject({ name: z.string(), value: templateSchema }),
        z.strictObject({ name: z.string(), file: z.string(), type: z.string(), filename: z.string() }),
      ]),
    ),
  }),
  /** `type` null: no content-type header but what `headers` say. */
  z.strictObject({ kind: z.literal("raw"), text: templateSchema, type: z.string().nullable() }),
  /** `query` is sent as written, never filled in. */
  z.strictObject({
    kind: z.literal("graphql"),
    query: z.string(),
    variables: jsonTemplateSchema.nullable(),
    operationName: z.string().nullable(),
  }),
]);
export type Body = z.infer<typeof bodySchema>;

/** `from`..`to` inclusive: 200..200, 200..299 for 2xx. */
export const statusRangeSchema = z.strictObject({ from: z.number().int(), to: z.number().int() });

export const jsonExpectationSchema = z.strictObject({
  path: z.string(),
  test: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("present") }),
    z.strictObject({ kind: z.literal("absent") }),
    z.strictObject({ kind: z.literal("equals"), value: jsonTemplateSchema }),
    z.strictObject({
      kind: z.literal("compare"),
      operator: z.enum(["<", "<=", ">", ">=", "==", "!="]),
      value: z.number(),
    }),
  ]),
});

export const expectSchema = z.strictObject({
  status: z.array(statusRangeSchema).min(1),
  contains: z.array(templateSchema),
  json: z.array(jsonExpectationSchema),
  headers: namedTemplates,
  maxBytes: z.number().nullable(),
});
export type Expect = z.infer<typeof expectSchema>;

export const extractSchema = z.strictObject({
  name: z.string(),
  from: z.enum(["jsonpath", "header", "regex", "cookie"]),
  expression: z.string(),
  pick: z.enum(["first", "last", "random"]),
  /** undefined: a missing value fails the request. */
  default: z.json().optional(),
});
export type Extract = z.infer<typeof extractSchema>;

export const endpointSchema = z.strictObject({
  name: z.string(),
  method: z.string(),
  /** Name of another host of the environment; null is its base URL. */
  at: z.string().nullable(),
  path: templateSchema,
  query: namedTemplates,
  /** The endpoint's own headers over the plan's defaults; the isolation header is in here too, unless `at` names another host. */
  headers: namedTemplates,
  body: bodySchema.nullable(),
  timeoutMs: z.number(),
  redirects: z.number().int(),
  /** undefined: the scenario's; null: none. */
  auth: z.string().nullable().optional(),
  writes: z.boolean(),
  expect: expectSchema,
  extract: z.array(extractSchema),
  tags: z.record(z.string(), z.string()),
});
export type Endpoint = z.infer<typeof endpointSchema>;

export const authSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("login"),
    name: z.string(),
    login: z.string(),
    refresh: z.string().nullable(),
    renewAfterMs: z.number().nullable(),
    headers: namedTemplates,
  }),
  z.strictObject({ kind: z.literal("basic"), name: z.string(), user: templateSchema, password: templateSchema }),
  z.strictObject({
    kind: z.literal("hmac"),
    name: z.string(),
    algorithm: z.enum(["sha256", "sha512", "sha1"]),
    key: templateSchema,
    over: templateSchema,
    headers: namedTemplates,
  }),
]);
export type Auth = z.infer<typeof authSchema>;

export const dataSetSchema = z.strictObject({
  name: z.string(),
  path: z.string(),
  sha256: z.string(),
  columns: z.array(z.string()),
  rows: z.number().int(),
  mode: z.enum(["sequential", "random", "unique"]),
  per: z.enum(["iteration", "vu"]),
  atEnd: z.enum(["refuse", "recycle", "stop"]),
  masked: z.array(z.string()),
});
export type DataSet = z.infer<typeof dataSetSchema>;

export const secretSchema = z.strictObject({
  name: z.string(),
  source: z.union([z.strictObject({ env: z.string() }), z.strictObject({ file: z.string() })]),
});

export const profileNames = ["smoke", "load", "stress", "spike", "soak", "breakpoint", "explicit"] as const;

const loadCommon = {
  profile: z.enum(profileNames),
  /** How long running iterations may finish after the last stage. */
  drainMs: z.number(),
  /** The part in which this scenario holds its level, from the scenario's start; null when it never does (spike peaks count as hold, ramps do not). */
  hold: z.strictObject({ fromMs: z.number(), toMs: z.number() }).nullable(),
};

export const loadSchema = z.discriminatedUnion("model", [
  /** Iterations started per second. Starts from 0; each stage goes linearly to its level; 0 ms jumps. */
  z.strictObject({
    model: z.literal("open"),
    ...loadCommon,
    stages: z.array(z.strictObject({ toPerSecond: z.number(), durationMs: z.number() })),
    maxVus: z.number().int(),
    /** Why maxVus is what it is, for the preview: "as written" or the reasoning of the default. */
    maxVusReason: z.string(),
  }),
  z.strictObject({
    model: z.literal("closed"),
    ...loadCommon,
    stages: z.array(z.strictObject({ toVus: z.number().int(), durationMs: z.number() })),
  }),
  z.strictObject({
    model: z.literal("iterations"),
    ...loadCommon,
    /** In mode per-vu: of each VU. */
    iterations: z.number().int(),
    vus: z.number().int(),
    mode: z.enum(["shared", "per-vu"]),
    maxDurationMs: z.number(),
  }),
]);
export type Load = z.infer<typeof loadSchema>;

export type Step =
  | { kind: "request"; endpoint: string; onFailure: "end" | "continue" }
  | { kind: "think"; minMs: number; maxMs: number }
  /** `min`..`max` passes, drawn; ends early when the variable `whileVariable` is empty, false, 0 or absent. */
  | { kind: "repeat"; min: number; max: number; whileVariable: string | null; steps: Step[] }
  | { kind: "chance"; share: number; steps: Step[] }
  | { kind: "next"; dataSet: string };
export const stepSchema: z.ZodType<Step> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("request"), endpoint: z.string(), onFailure: z.enum(["end", "continue"]) }),
  z.strictObject({ kind: z.literal("think"), minMs: z.number(), maxMs: z.number() }),
  z.strictObject({
    kind: z.literal("repeat"),
    min: z.number().int(),
    max: z.number().int(),
    whileVariable: z.string().nullable(),
    steps: z.array(z.lazy(() => stepSchema)),
  }),
  z.strictObject({ kind: z.literal("chance"), share: z.number(), steps: z.array(z.lazy(() => stepSchema)) }),
  z.strictObject({ kind: z.literal("next"), dataSet: z.string() }),
]);

/**
 * Which row a scenario takes: row number = offset + stride × (iteration × drawsPerIteration + draw), then the data set's end rule
 * (recycle: modulo rows). With `per: vu` the VU's number minus one stands for the iteration. Mode random hashes the same number instead.
 */
export const rowAssignmentSchema = z.strictObject({
  dataSet: z.string(),
  offset: z.number().int(),
  stride: z.number().int(),
  drawsPerIteration: z.number().int(),
});

export const scenarioSchema = z.strictObject({
  name: z.string(),
  startAfterMs: z.number(),
  load: loadSchema,
  session: z.enum(["iteration", "vu"]),
  auth: z.string().nullable(),
  work: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("mix"),
      /** One is drawn per iteration. */
      entries: z.array(z.strictObject({ endpoint: z.string(), weight: z.number() })),
      /** After the request. */
      think: z.strictObject({ minMs: z.number(), maxMs: z.number() }).nullable(),
    }),
    z.strictObject({ kind: z.literal("journey"), steps: z.array(stepSchema) }),
  ]),
  rows: z.array(rowAssignmentSchema),
  tags: z.record(z.string(), z.string()),
});
export type Scenario = z.infer<typeof scenarioSchema>;

export const testPlanSchema = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string(),
  service: z.string(),
  tags: z.record(z.string(), z.string()),
  target: z.strictObject({
    environment: z.string(),
    baseUrl: z.string(),
    /** Other hosts of the environment, by the name that `at` uses. */
    others: z.record(z.string(), z.string()),
    tlsCaFile: z.string().nullable(),
  }),
  seed: z.number().int(),
  connections: z.enum(["keep", "per-iteration"]),
  data: z.array(dataSetSchema),
  files: z.array(planFileSchema),
  secrets: z.array(secretSchema),
  auth: z.array(authSchema),
  endpoints: z.array(endpointSchema),
  /** Its value is the same for the whole run, and what the variable `isolation` stands for. */
  isolation: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("header"), name: z.string(), value: templateSchema }),
      z.strictObject({ kind: z.literal("tenant"), value: templateSchema }),
      z.strictObject({ kind: z.literal("prefix"), value: templateSchema }),
    ])
    .nullable(),
  setup: z.array(z.string()),
  teardown: z.array(z.string()),
  /** Counts what is left after `teardown`: `count` is the JSONPath of the number in the endpoint's answer. */
  leftovers: z.strictObject({ endpoint: z.string(), count: z.string() }).nullable(),
  scenarios: z.array(scenarioSchema).min(1),
});
export type TestPlan = z.infer<typeof testPlanSchema>;

/** The rows of one data set, typed; `rows[r][c]` belongs to `columns[c]`. Never stored with masked columns in it. */
export interface DataRows {
  readonly dataSet: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

/** Defined where the plan has an `isolation`: its value. */
export const isolationVariable = "isolation";

/** Built-in variables that are always defined. The `request.*` ones exist inside hmac auth only. */
export const builtInVariables = ["run.id", "uuid", "now.ms", "now.iso", "vu", "iteration"] as const;
export const hmacVariables = [
  "request.method",
  "request.path",
  "request.timestamp",
  "request.bodySha256",
  "request.signature",
] as const;
