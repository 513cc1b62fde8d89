/** The import rules of the house (docs/architecture.md). A self-test plants a violation and expects it to be found. */
const stages = ["plan", "guard", "generate", "execute", "collect", "analyse", "narrate", "report", "publish"];

/** Each heavy library, or scope of libraries, is importable from one place only. */
const libraries = {
  yaml: "^src/(pipeline/plan|services)/",
  "csv-parse": "^src/pipeline/plan/",
  "fastest-levenshtein": "^src/pipeline/plan/",
  echarts: "^src/pipeline/report/draw-chart\\.ts$",
  kysely: "^src/adapters/sql/",
  commander: "^src/entry/cli/",
  acorn: "^src/pipeline/(guard|generate)/",
  fastify: "^src/entry/http/",
  "@fastify": "^src/entry/http/",
  "prom-client": "^src/entry/http/metrics\\.ts$",
  jose: "^src/adapters/oidc/",
};

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "contract-imports-zod-only",
      severity: "error",
      from: { path: "^src/contract/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^src/contract/|(^|/)node_modules/zod/" },
    },
    {
      name: "stats-import-nothing",
      severity: "error",
      from: { path: "^src/stats/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^src/stats/" },
    },
    ...stages.map((stage) => ({
      name: `stage-${stage}-stands-alone`,
      severity: "error",
      from: { path: `^src/pipeline/${stage}/`, pathNot: "\\.test\\.ts$" },
      to: { path: "^src/", pathNot: `^src/(contract|stats|pipeline/${stage})/` },
    })),
    {
      name: "stages-are-pure",
      severity: "error",
      from: { path: "^src/(pipeline|contract|stats)/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "ports-import-contract-only",
      severity: "error",
      from: { path: "^src/ports/", pathNot: "\\.(test|contract)\\.ts$" },
      to: { path: "^src/", pathNot: "^src/(contract|ports)/" },
    },
    {
      name: "adapters-know-no-other-adapter",
      severity: "error",
      from: { path: "^src/adapters/([^/]+)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^src/", pathNot: "^src/(contract|ports|adapters/$1)/|^src/stats/histogram\\.ts$" },
    },
    {
      name: "services-know-no-adapter-and-no-entry",
      severity: "error",
      from: { path: "^src/services/", pathNot: "\\.test\\.ts$" },
      to: { path: "^src/(adapters|entry|compose)" },
    },
    {
      name: "entries-know-no-adapter",
      severity: "error",
      from: { path: "^src/entry/", pathNot: "\\.test\\.ts$|^src/entry/cli/main\\.ts$" },
      to: { path: "^src/adapters/" },
    },
    {
      name: "use-cases-know-nothing-of-http",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/entry/(http/|cli/commands/serve\\.ts$)|\\.test\\.ts$" },
      to: { path: "^src/entry/http/" },
    },
    {
      name: "http-knows-no-terminal",
      severity: "error",
      from: { path: "^src/entry/http/", pathNot: "\\.test\\.ts$" },
      to: { path: "^src/entry/cli/" },
    },
    {
      name: "the-worker-only-collects",
      severity: "error",
      from: { path: "^src/entry/worker/" },
      to: { path: "^src/", pathNot: "^src/(pipeline/collect|stats|contract)/" },
    },
    {
      name: "no-test-code-in-the-product",
      severity: "error",
      from: { path: "^src/", pathNot: "\\.test\\.ts$" },
      to: { path: "\\.test\\.ts$|^(test|tools|bench|examples)/" },
    },
    {
      name: "evaluation-judges-what-the-product-decides-by",
      severity: "error",
      from: { path: "^evaluation/", pathNot: "\\.test\\.ts$|/test-support/" },
      to: { path: "^(src|test|tools|bench|examples)/", pathNot: "^src/(pipeline/analyse|stats|contract)/" },
    },
    {
      name: "only-its-command-knows-the-evaluation",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/entry/cli/commands/eval\\.ts$" },
      to: { path: "^evaluation/" },
    },
    {
      name: "the-page-knows-the-contract-only",
      severity: "error",
      from: { path: "^web/" },
      to: { path: "^(src|evaluation|test|tools|bench|examples)/", pathNot: "^src/contract/" },
    },
    {
      name: "nothing-knows-the-page",
      severity: "error",
      from: { path: "^(src|evaluation)/" },
      to: { path: "^web/" },
    },
    ...Object.entries(libraries).map(([library, place]) => ({
      name: `${library}-has-one-place`,
      severity: "error",
      from: { path: "^src/", pathNot: `${place}|\\.test\\.ts$` },
      to: { path: `(^|/)node_modules/${library}/` },
    })),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".cjs", ".json"],
    },
  },
};
