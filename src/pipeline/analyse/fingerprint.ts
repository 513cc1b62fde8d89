import { canonicalJson } from "../../contract/canonical-json.ts";
import { formatDuration, formatRate } from "../../contract/format-quantity.ts";
import type { Load, TestPlan } from "../../contract/test-plan.ts";

/** What a run is, as far as another run must be the same to be compared with it: a short text or a digest by name. */
export type Traits = Readonly<Record<string, string>>;

/** Lower-case hexadecimal SHA-256. */
export type Digest = (text: string) => string;

export interface FingerprintInput {
  readonly plan: TestPlan;
  readonly engine: { readonly name: string; readonly majorVersion: number };
  /** Digest of the script that somebody edited; null: the plan's own, as generated. */
  readonly editedScript: string | null;
  /** The part that the plan says is judged, ms from the start; null: all of the load. */
  readonly judged: { readonly fromMs: number; readonly toMs: number } | null;
}

const digestPrefix = "sha256:";
const digestLength = 16;

/**
 * Traits by name. Left out: names for people, tags, addresses (a local service changes its port), places of files, secrets, the seed's
 * value (its draws have the same distribution) and explanations. Order of declaration does not matter.
 */
export function traitsOf({ plan, engine, editedScript, judged }: FingerprintInput, digest: Digest): Traits {
  const digested = (value: unknown): string => `${digestPrefix}${digest(canonicalJson(value)).slice(0, digestLength)}`;
  const traits: [name: string, value: string][] = [
    ["service", plan.service],
    ["environment", plan.target.environment],
    ["engine", `${engine.name} ${engine.majorVersion}`],
    // Draws follow seed, scenario and iteration. A run of another policy would draw other rows and branches at equal seeds.
    ["seed policy", "by iteration"],
    ["connections", plan.connections],
    ["isolation", plan.isolation?.kind ?? "none"],
    ["script", editedScript === null ? "as generated" : `${digestPrefix}${editedScript.slice(0, digestLength)}`],
    ["judged part", judged === null ? "all" : `${formatDuration(judged.fromMs)} to ${formatDuration(judged.toMs)}`],
    ["setup and teardown", digested({ setup: plan.setup, teardown: plan.teardown })],
    ...plan.data.map((data): [string, string] => [
      `data ${data.name}`,
      digested({ ...data, name: undefined, path: undefined }),
    ]),
    ...plan.files.map(({ path, sha256 }): [string, string] => [`file ${path}`, digested(sha256)]),
    ...plan.auth.map((auth): [string, string] => [`auth ${auth.name}`, digested(auth)]),
    ...plan.endpoints.map((endpoint): [string, string] => [
      `endpoint ${endpoint.name}`,
      digested({ ...endpoint, tags: undefined }),
    ]),
    ...plan.scenarios.flatMap((scenario): [string, string][] => [
      [`scenario ${scenario.name}`, digested({ ...scenario, load: undefined, tags: undefined })],
      [`load of ${scenario.name}`, describeLoad(scenario.load, digested)],
    ]),
  ];
  return Object.fromEntries(traits.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Canonical text of the traits, whose SHA-256 is the fingerprint. */
export function fingerprintOf(traits: Traits, digest: Digest): string {
  return digest(canonicalJson({ version: 2, traits }));
}

/**
 * What keeps two runs from being compared, one sentence a trait, by its name: `engine: k6 1 there, k6 2 here`. Empty where nothing
 * differs. Traits are empty for runs of versions that did not keep them.
 */
export function differencesOf(there: Traits, here: Traits): string[] {
  if (Object.keys(there).length === 0 && Object.keys(here).length > 0)
    return ["it is not known what its fingerprint is made of: a CSV file or an earlier version brought it"];
  const names = [...new Set([...Object.keys(there), ...Object.keys(here)])].toSorted((a, b) => (a < b ? -1 : 1));
  return names.flatMap((name) => {
    const [before, now] = [there[name], here[name]];
    if (before === now) return [];
    if (before === undefined) return [`${name} is new here`];
    if (now === undefined) return [`${name} is gone here`];
    const unreadable = before.startsWith(digestPrefix) && now.startsWith(digestPrefix);
    return [unreadable ? `${name} was changed` : `${name}: ${readable(before)} there, ${readable(now)} here`];
  });
}

function readable(value: string): string {
  return value.startsWith(digestPrefix) ? "edited" : value;
}

/** The load in words, with a digest of what words would leave open. */
function describeLoad(load: Load, digested: (value: unknown) => string): string {
  const rest = digested({ ...load, maxVusReason: undefined }).slice(digestPrefix.length, digestPrefix.length + 6);
  switch (load.model) {
    case "open": {
      const stages = load.stages.map(
        (stage) => `${formatRate(stage.toPerSecond)} over ${formatDuration(stage.durationMs)}`,
      );
      return `${stages.join(", ")}, at most ${load.maxVus} VUs (${rest})`;
    }
    case "closed": {
      const stages = load.stages.map((stage) => `${stage.toVus} VUs over ${formatDuration(stage.durationMs)}`);
      return `${stages.join(", ")} (${rest})`;
    }
    default:
      return `${load.iterations} iterations by ${load.vus} VUs, ${load.mode} (${rest})`;
  }
}
