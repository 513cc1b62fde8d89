import { z } from "zod";
import { PerfAgentError } from "../contract/errors.ts";
import type { Environment, Policy } from "../contract/policy.ts";
import { understandPolicy } from "../pipeline/plan/policy/understand-policy.ts";
import type { Agent } from "./agent.ts";
import { userName } from "./user-name.ts";

/** A policy file that was trusted, by its digest. Lists of the first version hold digests alone. */
const trustedSchema = z.strictObject({
  sha256: z.string(),
  /** Where it was then; null: not known. */
  file: z.string().nullable(),
  /** ISO 8601. */
  at: z.string().nullable(),
});
const trustListSchema = z.array(
  z.union([z.string().transform((sha256) => ({ sha256, file: null, at: null })), trustedSchema]),
);
export type TrustedPolicy = z.infer<typeof trustedSchema>;

/** What trusting asks of an agent. */
type Truster = Pick<Agent, "documents" | "clock" | "system" | "store" | "trustFile">;

/** What a project policy may do only where it is trusted. */
export interface Openings {
  readonly environments: readonly Environment[];
  /** Environments beyond loopback whose users approve by running. */
  readonly selfApprove: readonly string[];
  /** Name to public key. */
  readonly keys: Readonly<Record<string, string>>;
  readonly webhooks: Policy["notify"]["webhooks"];
  /** Environment variables that plans handed in to the service may read. */
  readonly secrets: readonly string[];
}

export interface PolicyToTrust {
  readonly file: string;
  readonly sha256: string;
  readonly trusted: boolean;
  /** Names of all environments that the file declares. */
  readonly environments: readonly string[];
  readonly opens: Openings;
}

/** SHA-256 of project policies that were trusted on this machine. */
export async function trustedPolicies(agent: Pick<Agent, "documents" | "trustFile">): Promise<ReadonlySet<string>> {
  return new Set((await readTrustList(agent)).map(({ sha256 }) => sha256));
}

/** What trusting a policy file would open, and whether it is trusted. Throws PA_POLICY_INVALID and PA_FILE_UNREADABLE. */
export async function examinePolicy(agent: Truster, file: string): Promise<PolicyToTrust> {
  const bytes = await agent.documents.readBytes(file);
  if (bytes === null) throw PerfAgentError.of("PA_FILE_UNREADABLE", `there is no file ${file}`);
  const sha256 = agent.documents.sha256(bytes);
  const layer = { layer: "project", text: new TextDecoder().decode(bytes), file, sha256 } as const;
  const policy = understandPolicy([{ ...layer, trusted: true }]);
  return {
    file,
    sha256,
    trusted: (await trustedPolicies(agent)).has(sha256),
    environments: policy.environments.map(({ name }) => name),
    opens: openingsOf(policy, understandPolicy([{ ...layer, trusted: false }])),
  };
}

/** The difference that trust makes, so that no rule of trust stands here a second time. */
function openingsOf(trusted: Policy, untrusted: Policy): Openings {
  const closed = new Set(untrusted.environments.filter((environment) => environment.trusted).map(({ name }) => name));
  const hooks = new Set(untrusted.notify.webhooks.map(({ url }) => url));
  return {
    environments: trusted.environments.filter((environment) => environment.trusted && !closed.has(environment.name)),
    selfApprove: trusted.review.selfApprove.filter((name) => !untrusted.review.selfApprove.includes(name)),
    keys: Object.fromEntries(
      Object.entries(trusted.review.keys ?? {}).filter(([name, key]) => untrusted.review.keys?.[name] !== key),
    ),
    webhooks: trusted.notify.webhooks.filter(({ url }) => !hooks.has(url)),
    secrets: (trusted.secrets ?? []).filter((name) => untrusted.secrets?.includes(name) !== true),
  };
}

/** Trusts one policy file as it is now; any later change of it is not trusted. */
export async function trustPolicy(agent: Truster, file: string): Promise<PolicyToTrust> {
  const policy = await examinePolicy(agent, file);
  const at = new Date(agent.clock.now()).toISOString();
  const entry: TrustedPolicy = { sha256: policy.sha256, file: placeOf(agent, file), at };
  const others = (await readTrustList(agent)).filter(({ sha256 }) => sha256 !== policy.sha256);
  await writeTrustList(agent, [...others, entry]);
  await audit(agent, file, [
    `trusted as sha256 ${policy.sha256}`,
    ...describeOpenings(policy.opens).map((text) => `opens ${text}`),
  ]);
  return { ...policy, trusted: true };
}

/** Takes trust back: from the bytes of the file, from what was trusted at its place, or by the first digits of a digest. */
export async function revokeTrust(agent: Truster, fileOrDigest: string): Promise<readonly TrustedPolicy[]> {
  const bytes = await agent.documents.readBytes(fileOrDigest);
  const sha256 = bytes === null ? null : agent.documents.sha256(bytes);
  const digits = /^[0-9a-f]{8,64}$/u.test(fileOrDigest) ? fileOrDigest : null;
  const place = placeOf(agent, fileOrDigest);
  const list = await readTrustList(agent);
  const revoked = list.filter(
    (entry) => entry.sha256 === sha256 || entry.file === place || (digits !== null && entry.sha256.startsWith(digits)),
  );
  if (revoked.length === 0) {
    throw PerfAgentError.of("PA_USAGE", `${fileOrDigest} is not trusted here`, {
      remedy: "List what is trusted with `perf-agent trust --list`.",
    });
  }
  await writeTrustList(
    agent,
    list.filter((entry) => !revoked.includes(entry)),
  );
  await audit(
    agent,
    fileOrDigest,
    revoked.map((entry) => `trust revoked from sha256 ${entry.sha256}`),
  );
  return revoked;
}

/** What is trusted, oldest first, and what became of it. */
export async function listTrusted(
  agent: Truster,
): Promise<readonly (TrustedPolicy & { readonly now: "as trusted" | "changed" | "gone" | "unknown" })[]> {
  const list = await readTrustList(agent);
  return Promise.all(
    list.map(async (entry) => {
      if (entry.file === null) return { ...entry, now: "unknown" as const };
      const bytes = await agent.documents.readBytes(entry.file);
      if (bytes === null) return { ...entry, now: "gone" as const };
      return {
        ...entry,
        now: agent.documents.sha256(bytes) === entry.sha256 ? ("as trusted" as const) : ("changed" as const),
      };
    }),
  );
}

/** One phrase for each thing that a policy opens; none where trust makes no difference. */
export function describeOpenings(openings: Openings): readonly string[] {
  const { environments, selfApprove, keys, webhooks, secrets } = openings;
  return [
    ...environments.map(({ name, kind, hosts, ranges, baseUrl }) => {
      const where = [...new Set([...(baseUrl === null ? [] : [new URL(baseUrl).host]), ...hosts])].join(", ");
      return `environment ${name} (${kind}): ${where}${ranges.length === 0 ? ", at any address" : `, in ${ranges.join(", ")}`}`;
    }),
    ...selfApprove.map((name) => `approval of their own runs by everybody on ${name}`),
    ...Object.entries(keys).map(([name, key]) => `approvals of ${name} by the key ${key}`),
    ...webhooks.map(({ url, on }) => `messages about every run (${on.join(", ")}) to ${url}`),
    ...secrets.map((name) => `the environment variable ${name} to plans handed in to the service`),
  ];
}

/** The file's place whatever folder a later command is called in. */
function placeOf(agent: Pick<Agent, "documents">, file: string): string {
  return agent.documents.beside(file, file.split(/[\\/]/u).at(-1) ?? file);
}

async function readTrustList(agent: Pick<Agent, "documents" | "trustFile">): Promise<TrustedPolicy[]> {
  const bytes = await agent.documents.readBytes(agent.trustFile);
  if (bytes === null) return [];
  try {
    return trustListSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw PerfAgentError.of("PA_FILE_UNREADABLE", `${agent.trustFile} is not a list of trusted policies`, {
      cause: error,
      remedy: "Move the file away and trust each policy again with `perf-agent trust`.",
    });
  }
}

async function writeTrustList(agent: Truster, list: readonly TrustedPolicy[]): Promise<void> {
  await agent.documents.write(agent.trustFile, `${JSON.stringify(list, null, 2)}\n`, {
    overwrite: true,
    private: true,
  });
}

async function audit(agent: Truster, file: string, reasons: readonly string[]): Promise<void> {
  const store = await agent.store();
  await store.audit.record({
    at: agent.clock.now(),
    actor: userName(agent),
    action: "trust",
    outcome: "done",
    runId: null,
    subject: file,
    reasons,
  });
}
