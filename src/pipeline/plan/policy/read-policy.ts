import type { Environment, Policy } from "../../../contract/policy.ts";
import { normalHost } from "../../../contract/host-name.ts";
import { parseAddress, parseRange } from "../../../contract/ip-address.ts";
import type { DocumentNode } from "../document-reader.ts";
import { Complaints, entriesOf, fieldOf, numberOf, refuseUnknown, textOf } from "../objectives/node-fields.ts";
import { parseCount, parseDuration, parseRate, parseShare } from "../units.ts";

/** What one file says; null where it says nothing. */
export interface PolicyLayer {
  readonly limits: { [K in keyof Policy["limits"]]: number | null };
  readonly environments: readonly Omit<Environment, "trusted">[];
  readonly cost: { [K in keyof Policy["cost"]]: Policy["cost"][K] | null };
  readonly currencyNode: DocumentNode | null;
  readonly stop: Policy["stop"];
  readonly review: {
    readonly selfApprove: readonly string[] | null;
    readonly approvals: ReadonlyMap<string, number>;
    readonly directory: string | null;
  };
}

const environmentKinds = ["local", "staging", "perf", "production"] as const;
const fields = {
  policy: ["apiVersion", "kind", "limits", "environments", "cost", "stop", "review"],
  limits: ["vus", "rate", "requests", "writes", "duration"],
  environment: ["kind", "baseUrl", "others", "hosts", "ranges", "tls"],
  cost: ["currency", "perVuHour", "perRun", "alertAt"],
  stop: ["errors", "connectionFailures"],
  review: ["selfApprove", "approvals", "files"],
};

/** Reads one policy document. Complains with PA_POLICY_INVALID about everything that cannot be used. */
export function readPolicy(root: DocumentNode, complaints: Complaints): PolicyLayer {
  refuseUnknown(entriesOf(root, "a policy", complaints), fields.policy, "a policy", complaints);
  expectText(root, "apiVersion", "perf-agent/v1", complaints);
  expectText(root, "kind", "Policy", complaints);
  return {
    limits: readLimits(root, complaints),
    environments: section(root, "environments", null, complaints).map(({ key, node }) =>
      readEnvironment(key, node, complaints),
    ),
    ...readCost(root, complaints),
    stop: readStop(root, complaints),
    review: readReview(root, complaints),
  };
}

function expectText(root: DocumentNode, key: string, expected: string, complaints: Complaints): void {
  const node = fieldOf(root, key);
  if (node !== undefined && textOf(node) !== expected)
    complaints.refuse(node.place, `"${textOf(node) ?? ""}" is not what a policy has as its ${key}: ${expected}`);
}

function section(
  root: DocumentNode,
  key: "limits" | "environments" | "cost" | "stop" | "review",
  known: readonly string[] | null,
  complaints: Complaints,
): ReturnType<typeof entriesOf> {
  const node = fieldOf(root, key);
  if (node === undefined) return [];
  const entries = entriesOf(node, `"${key}"`, complaints);
  if (known !== null) refuseUnknown(entries, known, key, complaints);
  return entries;
}

/** A value in a unit; null where it is absent or wrong, which is complained about. */
function value(
  node: DocumentNode | undefined,
  parse: (text: string) => number | null,
  form: string,
  complaints: Complaints,
): number | null {
  if (node === undefined) return null;
  const text = textOf(node);
  const parsed = text === undefined ? null : parse(text);
  if (parsed === null || !Number.isFinite(parsed))
    complaints.refuse(node.place, `"${text ?? "…"}" cannot be used here: write ${form}`);
  return parsed;
}

function readLimits(root: DocumentNode, complaints: Complaints): PolicyLayer["limits"] {
  section(root, "limits", fields.limits, complaints);
  const limits = fieldOf(root, "limits");
  return {
    vus: value(fieldOf(limits, "vus"), parseCount, "a number of virtual users such as 300", complaints),
    ratePerSecond: value(fieldOf(limits, "rate"), parseRate, "a rate such as 2000/s", complaints),
    requests: value(fieldOf(limits, "requests"), parseCount, "a number of requests such as 2M", complaints),
    writes: value(fieldOf(limits, "writes"), parseCount, "a number of requests such as 100k", complaints),
    durationMs: value(fieldOf(limits, "duration"), parseDuration, "a duration such as 20m", complaints),
  };
}

function readEnvironment(name: string, node: DocumentNode, complaints: Complaints): Omit<Environment, "trusted"> {
  const what = `environment "${name}"`;
  refuseUnknown(entriesOf(node, what, complaints), fields.environment, "an environment", complaints);
  const kindNode = fieldOf(node, "kind");
  const kindText = textOf(kindNode);
  const kind = environmentKinds.find((known) => known === kindText);
  if (kind === undefined)
    complaints.refuse(kindNode?.place ?? node.place, `${what} needs a kind: ${environmentKinds.join(", ")}`);
  const baseUrl = readUrl(fieldOf(node, "baseUrl"), complaints);
  const others = Object.fromEntries(
    mapField(node, "others", complaints).flatMap(({ key, node: other }) => {
      const url = readUrl(other, complaints);
      return url === null ? [] : [[key, url] as const];
    }),
  );
  const tls = fieldOf(node, "tls");
  if (tls !== undefined) refuseUnknown(entriesOf(tls, '"tls"', complaints), ["ca"], "tls", complaints);
  const named = texts(node, "hosts", complaints);
  for (const { text, place } of named) checkHost(text, place, kind, complaints);
  const ranges = texts(node, "ranges", complaints);
  for (const { text, place } of ranges) {
    if (parseRange(text) === null) complaints.refuse(place, `"${text}" is no address range: write it as 10.20.0.0/16`);
  }
  const own = [baseUrl, ...Object.values(others)].flatMap((url) =>
    url === null ? [] : [normalHost(new URL(url).hostname)],
  );
  const hosts = fieldOf(node, "hosts") === undefined ? [...new Set(own)] : named.map(({ text }) => text);
  if (kind === "production" && hosts.length + ranges.length === 0)
    complaints.refuse(node.place, `${what} is production: name its hosts or ranges, so that it can be recognised`);
  return {
    name,
    kind: kind ?? "production",
    baseUrl,
    others,
    hosts: hosts.length === 0 && kind === "local" ? ["127.0.0.1", "localhost"] : hosts,
    ranges: ranges.map(({ text }) => text),
    tlsCaFile: textOf(fieldOf(tls, "ca")) ?? null,
  };
}

function readUrl(node: DocumentNode | undefined, complaints: Complaints): string | null {
  if (node === undefined) return null;
  const text = textOf(node) ?? "";
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.username === "" &&
    url.password === "" &&
    url.search === "" &&
    url.hash === ""
  )
    return text;
  complaints.refuse(
    node.place,
    `"${text}" is no base URL: write it as https://shop.perf.example.test, without user, query or fragment`,
  );
  return null;
}

function checkHost(text: string, place: DocumentNode["place"], kind: string | undefined, complaints: Complaints): void {
  const bare = text.replace(/^\*\./, "").replace(/\.$/, "");
  const isAddress = bare === text && parseAddress(text.replace(/^\[(.*)\]$/, "$1")) !== null;
  const isNumber = /^(?:[\d.]+|0x[\da-f]+)$/i.test(bare);
  if (isAddress || (!isNumber && bare.length <= 253 && bare.split(".").every((label) => isLabel(label, kind)))) return;
  complaints.refuse(
    place,
    /[^\p{ASCII}]/u.test(text)
      ? `"${text}" is written with other letters than the name system has: write its xn-- form`
      : `"${text}" is no host: write a name without scheme and port, "*.example.com" or an address`,
  );
}

/** Names with an underscore exist in test networks; engines cannot be told to block them, so production has none. */
function isLabel(label: string, kind: string | undefined): boolean {
  return (
    label.length <= 63 && (kind === "production" ? /^[a-z\d](?:[a-z\d-]*[a-z\d])?$/i : /^\w(?:[\w-]*\w)?$/).test(label)
  );
}

function mapField(node: DocumentNode, key: string, complaints: Complaints): ReturnType<typeof entriesOf> {
  const field = fieldOf(node, key);
  return field === undefined ? [] : entriesOf(field, `"${key}"`, complaints);
}

function texts(
  node: DocumentNode | undefined,
  key: string,
  complaints: Complaints,
): { text: string; place: DocumentNode["place"] }[] {
  const field = fieldOf(node, key);
  if (field === undefined) return [];
  const items = field.kind === "list" ? field.items : [field];
  return items.flatMap((item) => {
    const text = textOf(item);
    if (text === undefined || text === "") complaints.refuse(item.place, `"${key}" is a list of names`);
    return text === undefined || text === "" ? [] : [{ text, place: item.place }];
  });
}

function readCost(root: DocumentNode, complaints: Complaints): Pick<PolicyLayer, "cost" | "currencyNode"> {
  section(root, "cost", fields.cost, complaints);
  const cost = fieldOf(root, "cost");
  const currencyNode = fieldOf(cost, "currency");
  const currency = textOf(currencyNode) ?? null;
  if (currencyNode !== undefined && !/^[A-Z]{3}$/.test(currency ?? ""))
    complaints.refuse(currencyNode.place, `"${currency ?? "…"}" is no currency: write its three letters, such as EUR`);
  const amount = (key: string): number | null =>
    value(
      fieldOf(cost, key),
      (text) => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null),
      "an amount such as 0.02",
      complaints,
    );
  return {
    cost: {
      currency,
      perVuHour: amount("perVuHour"),
      perRun: amount("perRun"),
      alertAt: value(fieldOf(cost, "alertAt"), parseShare, "a share such as 80%", complaints),
    },
    currencyNode: currencyNode ?? null,
  };
}

function readStop(root: DocumentNode, complaints: Complaints): PolicyLayer["stop"] {
  section(root, "stop", fields.stop, complaints);
  const fuse = (key: string): Policy["stop"]["errors"] => {
    const node = fieldOf(root, "stop", key);
    if (node === undefined) return null;
    const [, shareText = "", everyText = ""] = /^(\S+)\s+in\s+every\s+(\S+)$/.exec(textOf(node)?.trim() ?? "") ?? [];
    const [share, everyMs] = [parseShare(shareText), parseDuration(everyText)];
    if (share !== null && share > 0 && everyMs !== null && everyMs > 0 && everyMs % 1000 === 0)
      return { share, everyMs };
    complaints.refuse(
      node.place,
      `"${textOf(node) ?? "…"}" cannot be used here: write a share over whole seconds, such as 50% in every 30s`,
    );
    return null;
  };
  return { errors: fuse("errors"), connectionFailures: fuse("connectionFailures") };
}

function readReview(root: DocumentNode, complaints: Complaints): PolicyLayer["review"] {
  section(root, "review", fields.review, complaints);
  const review = fieldOf(root, "review");
  const approvals = (review === undefined ? [] : mapField(review, "approvals", complaints)).map(({ key, node }) => {
    const count = numberOf(node);
    const valid = count !== undefined && Number.isInteger(count) && count >= 0;
    if (!valid) complaints.refuse(node.place, `"${textOf(node) ?? "…"}" is no number of approvals`);
    return [key, valid ? count : 0] as const;
  });
  const selfApprove = texts(review, "selfApprove", complaints).map(({ text }) => text);
  // `selfApprove: []` says that nobody may.
  const silent = review?.kind !== "map" || !review.entries.some(({ key }) => key === "selfApprove");
  return {
    selfApprove: silent ? null : selfApprove,
    approvals: new Map(approvals),
    directory: textOf(fieldOf(review, "files")) ?? null,
  };
}
