import type { Policy } from "../../../contract/policy.ts";
import type { DocumentNode } from "../document-reader.ts";
import { entriesOf, fieldOf, refuseUnknown, textOf, type Complaints } from "../objectives/node-fields.ts";
import { parseCount, parseDuration, parseRate, parseShare } from "../units.ts";
import { parseAmount, sectionOf, valueOf, wordOf } from "./policy-values.ts";
import { readEnvironment, type DeclaredEnvironment } from "./read-environment.ts";
import { readReview, type ReviewLayer } from "./read-review.ts";
import { readCompare, type CompareLayer } from "./read-compare.ts";
import { readSecretNames } from "./read-secret-names.ts";
import { readWebhooks } from "./read-webhooks.ts";

/** What one file says; null where it says nothing. */
export interface PolicyLayer {
  readonly limits: { [K in keyof Policy["limits"]]: number | null };
  readonly environments: readonly DeclaredEnvironment[];
  readonly cost: { [K in keyof Policy["cost"]]: Policy["cost"][K] | null };
  readonly currencyNode: DocumentNode | null;
  readonly stop: Policy["stop"];
  readonly review: ReviewLayer;
  readonly retry: Policy["retry"] | null;
  readonly busy: Policy["busy"] | null;
  readonly data: { [K in keyof Policy["data"]]: Policy["data"][K] | null };
  readonly secrets: readonly string[] | null;
  readonly compare: CompareLayer;
  readonly webhooks: Policy["notify"]["webhooks"];
}

/** How long a second run waits for the first unless the file says. */
export const defaultWaitMs = 600_000;

const sections = [
  "apiVersion",
  "kind",
  "limits",
  "environments",
  "cost",
  "stop",
  "review",
  "retry",
  "busy",
  "data",
  "secrets",
  "compare",
  "notify",
];

/** Reads one policy document. Complains with PA_POLICY_INVALID about everything that cannot be used. */
export function readPolicy(root: DocumentNode, complaints: Complaints): PolicyLayer {
  refuseUnknown(entriesOf(root, "a policy", complaints), sections, "a policy", complaints);
  expectText(root, "apiVersion", "perf-agent/v1", complaints);
  expectText(root, "kind", "Policy", complaints);
  return {
    limits: readLimits(root, complaints),
    environments: sectionOf(root, "environments", null, complaints).map(({ key, node }) =>
      readEnvironment(key, node, complaints),
    ),
    ...readCost(root, complaints),
    stop: readStop(root, complaints),
    review: readReview(root, complaints),
    retry: readRetry(root, complaints),
    busy: valueOf(fieldOf(root, "busy"), parseBusy, "refuse, queue or queue 5m", complaints),
    data: readData(root, complaints),
    secrets: readSecretNames(root, complaints),
    compare: readCompare(root, complaints),
    webhooks: readWebhooks(root, complaints),
  };
}

function expectText(root: DocumentNode, key: string, expected: string, complaints: Complaints): void {
  const node = fieldOf(root, key);
  if (node !== undefined && textOf(node) !== expected)
    complaints.refuse(node.place, `"${textOf(node) ?? ""}" is not what a policy has as its ${key}: ${expected}`);
}

function readLimits(root: DocumentNode, complaints: Complaints): PolicyLayer["limits"] {
  sectionOf(root, "limits", ["vus", "rate", "requests", "writes", "connections", "duration"], complaints);
  const limits = fieldOf(root, "limits");
  return {
    vus: valueOf(fieldOf(limits, "vus"), parseCount, "a number of virtual users such as 300", complaints),
    ratePerSecond: valueOf(fieldOf(limits, "rate"), parseRate, "a rate such as 2000/s", complaints),
    requests: valueOf(fieldOf(limits, "requests"), parseCount, "a number of requests such as 2M", complaints),
    writes: valueOf(fieldOf(limits, "writes"), parseCount, "a number of requests such as 100k", complaints),
    connections: valueOf(
      fieldOf(limits, "connections"),
      (text) => aboveZero(parseCount(text)),
      "a number of connections such as 600",
      complaints,
    ),
    durationMs: valueOf(fieldOf(limits, "duration"), parseDuration, "a duration such as 20m", complaints),
  };
}

function readCost(root: DocumentNode, complaints: Complaints): Pick<PolicyLayer, "cost" | "currencyNode"> {
  sectionOf(
    root,
    "cost",
    ["currency", "perVuHour", "perMachineHour", "perCloudVuHour", "perRun", "alertAt", "models"],
    complaints,
  );
  const cost = fieldOf(root, "cost");
  const currencyNode = fieldOf(cost, "currency");
  const currency = textOf(currencyNode) ?? null;
  if (currencyNode !== undefined && !/^[A-Z]{3}$/.test(currency ?? ""))
    complaints.refuse(currencyNode.place, `"${currency ?? "…"}" is no currency: write its three letters, such as EUR`);
  const amount = (key: string): number | null =>
    valueOf(fieldOf(cost, key), parseAmount, "an amount such as 0.02", complaints);
  return {
    cost: {
      currency,
      perVuHour: amount("perVuHour"),
      perMachineHour: amount("perMachineHour"),
      perCloudVuHour: amount("perCloudVuHour"),
      perRun: amount("perRun"),
      alertAt: valueOf(fieldOf(cost, "alertAt"), parseShare, "a share such as 80%", complaints),
      models: amount("models"),
    },
    currencyNode: currencyNode ?? null,
  };
}

function readStop(root: DocumentNode, complaints: Complaints): PolicyLayer["stop"] {
  sectionOf(root, "stop", ["errors", "connectionFailures"], complaints);
  const fuse = (key: string): Policy["stop"]["errors"] =>
    valueOf(fieldOf(root, "stop", key), parseFuse, "a share over whole seconds, such as 50% in every 30s", complaints);
  return { errors: fuse("errors"), connectionFailures: fuse("connectionFailures") };
}

function parseFuse(text: string): Policy["stop"]["errors"] {
  const [, shareText = "", everyText = ""] = /^(\S+)\s+in\s+every\s+(\S+)$/.exec(text.trim()) ?? [];
  const [share, everyMs] = [parseShare(shareText), parseDuration(everyText)];
  return share !== null && share > 0 && everyMs !== null && everyMs > 0 && everyMs % 1000 === 0
    ? { share, everyMs }
    : null;
}

function readRetry(root: DocumentNode, complaints: Complaints): PolicyLayer["retry"] {
  sectionOf(root, "retry", ["reducedTo"], complaints);
  return valueOf(
    fieldOf(root, "retry", "reducedTo"),
    (text) => {
      if (text === "never") return { reducedTo: null };
      const share = aboveZero(parseShare(text));
      return share === null || share === 1 ? null : { reducedTo: share };
    },
    "a share below the whole such as 50%, or never",
    complaints,
  );
}

/** `refuse`, `queue`, `queue 5m`. */
function parseBusy(text: string): Policy["busy"] | null {
  if (text === "refuse") return { action: "refuse", waitMs: 0 };
  if (text === "queue") return { action: "queue", waitMs: defaultWaitMs };
  const waitMs = parseDuration(/^queue\s+(\S+)$/.exec(text)?.[1] ?? "");
  return waitMs === null ? null : { action: "queue", waitMs };
}

function readData(root: DocumentNode, complaints: Complaints): PolicyLayer["data"] {
  sectionOf(root, "data", ["personal", "production"], complaints);
  const words = ["warn", "refuse"] as const;
  return {
    personal: wordOf(fieldOf(root, "data", "personal"), words, complaints),
    production: wordOf(fieldOf(root, "data", "production"), words, complaints),
  };
}

function aboveZero(value: number | null): number | null {
  return value === 0 ? null : value;
}
