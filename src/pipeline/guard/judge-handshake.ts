import type { Environment } from "../../contract/policy.ts";
import { refusal, warning, type GuardReason } from "./guard-reason.ts";

/** Kinds that are loaded. */
const kinds: readonly Environment["kind"][] = ["local", "staging", "perf"];

/** What came back from the path: an answer, or one sentence that says why none came; null: it was not asked. */
export type HandshakeAnswer = { readonly status: number; readonly body: string } | string | null;

/**
 * Whether an environment is what the policy says, by its own word: it answers 200 with a JSON object whose `environment` is its name and
 * whose `kind` is its kind. Another kind that is loaded is warned of; production, words nobody knows and silence are refused.
 * The answer is foreign text: of it, short words alone are repeated, as JSON.
 */
export function judgeHandshake(environment: Environment, answer: HandshakeAnswer): GuardReason[] {
  const { name, kind, handshake } = environment;
  if (handshake === null) return [];
  const refused = (text: string): GuardReason[] => [
    refusal("handshake", "PA_GUARD_HANDSHAKE", `environment "${name}" was asked at ${handshake} what it is: ${text}`),
  ];
  if (answer === null) return refused("nobody waited for an answer");
  if (typeof answer === "string") return refused(answer);
  if (answer.status !== 200) return refused(`it answered with status ${String(answer.status)}`);
  const stated = readStatement(answer.body);
  if (stated === null) return refused("it did not answer with a JSON object");
  if (stated.kind === "production") return refused("it says that it is production");
  if (stated.environment !== name) return refused(`it says that it is environment ${shown(stated.environment)}`);
  if (!kinds.some((known) => known === stated.kind))
    return refused(`it says that it is of kind ${shown(stated.kind)}, which is none of ${kinds.join(", ")}`);
  const text = `environment "${name}" says at ${handshake} that it is of kind ${shown(stated.kind)}`;
  if (stated.kind !== kind) return [warning("handshake", `${text}; the policy says ${kind}`)];
  return [{ rule: "handshake", outcome: "allow", code: null, text }];
}

function readStatement(body: string): { environment: unknown; kind: unknown } | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const own = (name: string): unknown => Object.getOwnPropertyDescriptor(value, name)?.value;
  const kind = own("kind");
  return { environment: own("environment"), kind: typeof kind === "string" ? kind.trim().toLowerCase() : kind };
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, 40)) : "without a name";
}
