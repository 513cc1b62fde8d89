import { describe, expect, it } from "vitest";
import { edited, honestPlan } from "../../support/attack-stage.ts";
import { attackOf, refusedInTime, type RefusedAttack } from "../../support/attack-table.ts";

const plan = (from: string, to: string): RefusedAttack["files"] => ({ "plan.yaml": edited(honestPlan, from, to) });
const withPlan = (more: string): RefusedAttack["files"] => ({ "plan.yaml": `${honestPlan}${more}\n` });
const data = (file: string): string =>
  edited(
    `${honestPlan}data: { rows: { file: ${JSON.stringify(file)} } }\n`,
    "path: /home",
    'path: "/home/{rows.name}"',
  );
const upload = (file: string): string =>
  edited(
    honestPlan,
    "method: GET, path: /home",
    `method: POST, path: /home, writes: false, multipart: { f: { file: ${JSON.stringify(file)} } }`,
  );
const secretFile = "canary-secret-of-somebody";

const files: readonly RefusedAttack[] = [
  ...[
    "../outside.csv",
    "/etc/passwd",
    "data/../../outside.csv",
    "..\\outside.csv",
    "file:///etc/passwd",
    "data/\u0000.csv",
  ].flatMap((file): RefusedAttack[] => [
    {
      name: `a data file outside the project: ${JSON.stringify(file)}`,
      files: { "../outside.csv": `name\n${secretFile}\n`, "plan.yaml": data(file) },
      expects: ["PA_GUARD_FILE", "PA_PLAN_INVALID_VALUE", "PA_DATA_FILE_MISSING"],
      silentOn: [secretFile],
    },
    {
      name: `an upload from outside the project: ${JSON.stringify(file)}`,
      files: { "../outside.csv": secretFile, "plan.yaml": upload(file) },
      expects: ["PA_GUARD_FILE", "PA_PLAN_INVALID_VALUE", "PA_DATA_FILE_MISSING"],
      silentOn: [secretFile],
    },
  ]),
  {
    name: "a data file that is a link to outside",
    files: { "../outside.csv": `name\n${secretFile}\n`, "plan.yaml": data("data/rows.csv") },
    prepare: (stage) => stage.link("data/rows.csv", "../../outside.csv"),
    expects: "PA_GUARD_FILE",
    silentOn: [secretFile],
  },
  {
    name: "a data folder that is a link to outside",
    files: { "../elsewhere/rows.csv": `name\n${secretFile}\n`, "plan.yaml": data("data/rows.csv") },
    prepare: (stage) => stage.link("data", "../elsewhere"),
    expects: "PA_GUARD_FILE",
    silentOn: [secretFile],
  },
  {
    name: "an upload that is a link to outside",
    files: { "plan.yaml": upload("photo.jpg") },
    prepare: (stage) => stage.link("photo.jpg", "/etc/hostname"),
    expects: "PA_GUARD_FILE",
  },
  {
    name: "a data file that is a device",
    files: { "plan.yaml": data("rows.csv") },
    prepare: (stage) => stage.link("rows.csv", "/dev/zero"),
    expects: "PA_GUARD_FILE",
  },
  {
    name: "a data file that is a folder",
    files: { "rows.csv/x": "", "plan.yaml": data("rows.csv") },
    expects: ["PA_GUARD_FILE", "PA_FILE_UNREADABLE", "PA_DATA_FILE_MISSING"],
  },
  {
    name: "production's connection string in the data",
    files: {
      "perf-agent.yaml": "apiVersion: perf-agent/v1\nkind: Policy\ndata: { production: refuse }\n",
      "rows.csv": "name\npostgres://app:canary-pw-71@db.shop.example.com:5432/shop\n",
      "plan.yaml": data("rows.csv"),
    },
    expects: "PA_GUARD_DATA",
    silentOn: ["canary-pw-71"],
  },
  {
    name: "a host of production in the data",
    files: { "rows.csv": "name\nhttps://shop.example.com/orders\n", "plan.yaml": data("rows.csv") },
    expects: "PA_GUARD_DATA",
  },
  {
    name: "personal data where the policy refuses them",
    files: {
      "perf-agent.yaml": "apiVersion: perf-agent/v1\nkind: Policy\ndata: { personal: refuse }\n",
      "rows.csv": "name\nerika.mustermann@gmail.com\n",
      "plan.yaml": data("rows.csv"),
    },
    expects: "PA_GUARD_DATA",
    silentOn: ["erika.mustermann"],
  },
  {
    name: "a run named by a path",
    args: ["show", "../../../../etc"],
    expects: "PA_RUN_NOT_FOUND",
  },
  {
    name: "a run to replay named by a path",
    args: ["replay", "/etc"],
    expects: ["PA_RUN_NOT_FOUND", "PA_RUN_BUNDLE_DAMAGED"],
  },
];

const bomb = Array.from(
  { length: 12 },
  (_, level) =>
    `  l${level}: &l${level} [${level === 0 ? "x" : Array.from({ length: 12 }, () => `*l${level - 1}`).join(", ")}]`,
).join("\n");
const syntax = [
  "PA_PLAN_SYNTAX",
  "PA_PLAN_CYCLE",
  "PA_PLAN_INVALID_VALUE",
  "PA_PLAN_UNKNOWN_FIELD",
  "PA_PLAN_DUPLICATE",
  "PA_FILE_TOO_LARGE",
  "PA_PLAN_MISSING_FIELD",
] as const;

const documents: readonly RefusedAttack[] = [
  { name: "aliases that multiply", files: withPlan(`tags:\n${bomb}`), expects: syntax },
  { name: "an alias of itself", files: withPlan("tags: &t { a: *t }"), expects: syntax },
  { name: "nesting without end", files: withPlan(`tags: ${"[".repeat(20_000)}${"]".repeat(20_000)}`), expects: syntax },
  { name: "maps without end", files: withPlan(`tags: ${"{a: ".repeat(5000)}1${"}".repeat(5000)}`), expects: syntax },
  { name: "an enormous document", files: withPlan(`# ${"x".repeat(6_000_000)}`), expects: "PA_FILE_TOO_LARGE" },
  { name: "a tag of JavaScript", files: withPlan('tags: { a: !!js/function "function () {}" }'), expects: syntax },
  { name: "a key said twice", files: withPlan("target: { environment: prod }"), expects: syntax },
  { name: "two documents in one file", files: withPlan("---\ntarget: { environment: prod }"), expects: syntax },
  {
    name: "a merge key that brings a target",
    files: withPlan("x: &x { environment: prod }\ntags: { <<: *x }"),
    expects: syntax,
  },
  { name: "a null byte", files: plan("name: attack", 'name: "at\\0tack"'), expects: syntax },
  { name: "a plan named by a path", files: plan("name: attack", "name: ../../etc/cron.d/x"), expects: syntax },
  { name: "a plan with a line break in its name", files: plan("name: attack", 'name: "a\\nb"'), expects: syntax },
  {
    name: "an endpoint with a line break in its name",
    files: { "plan.yaml": honestPlan.replaceAll(/home(?=:)/gu, '"a\\nhttp_reqs,1"') },
    expects: syntax,
  },
  {
    name: "a scenario with a line break in its name",
    files: plan("  main:", '  "main\\n::error::x":'),
    expects: syntax,
  },
  { name: "a tag with a line break", files: withPlan('tags: { a: "x\\n::error::y" }'), expects: syntax },
  { name: "an escape sequence in a name", files: plan("name: attack", 'name: "\\e[2Jattack"'), expects: syntax },
  { name: "a right-to-left override in a name", files: plan("name: attack", 'name: "a\\u202Eb"'), expects: syntax },
  {
    name: "a header with a line break",
    files: plan("path: /home", 'path: /home, headers: { x: "a\\r\\nHost: shop.example.com" }'),
    expects: syntax,
  },
  {
    name: "a header name with a line break",
    files: plan("path: /home", 'path: /home, headers: { "x\\r\\nhost": "shop.example.com" }'),
    expects: syntax,
  },
  {
    name: "a method that is a request",
    files: plan("method: GET", 'method: "GET / HTTP/1.1\\r\\nHost: shop.example.com\\r\\n\\r\\nGET"'),
    expects: syntax,
  },
  { name: "CONNECT for a method", files: plan("method: GET", "method: CONNECT"), expects: syntax },
  {
    name: "a line break in a path",
    files: plan("path: /home", 'path: "/a HTTP/1.1\\r\\nHost: shop.example.com"'),
    expects: syntax,
  },
  { name: "a scenario named __proto__", files: plan("  main:", "  __proto__:"), expects: syntax },
  {
    name: "an override of the prototype",
    args: ["run", "plan.yaml", "--override", "__proto__.polluted=1"],
    expects: ["PA_USAGE", ...syntax],
  },
  {
    name: "an override of a constructor",
    args: ["run", "plan.yaml", "--override", "constructor.prototype.polluted=1"],
    expects: ["PA_USAGE", ...syntax],
  },
  {
    name: "a secret named like an option of the engine",
    files: withPlan('secrets: { "a=b\\nK6_VUS": { env: HOME } }'),
    expects: [...syntax, "PA_PLAN_UNUSED"],
  },
  {
    name: "a tag of the command line without a value",
    args: ["run", "plan.yaml", "--tag", "--vus"],
    expects: ["PA_USAGE"],
  },
  { name: "flags of the engine", args: ["run", "plan.yaml", "--vus", "1000"], expects: "PA_USAGE" },
  {
    name: "flags of the engine behind a double dash",
    args: ["run", "plan.yaml", "--", "--vus", "1000"],
    expects: "PA_USAGE",
  },
];

describe("files outside of the project", () => {
  it.concurrent.each(files)("$name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
});

describe("documents that do more than say", () => {
  it.concurrent.each(documents)("$name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
});
