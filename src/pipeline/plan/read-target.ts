import { planFields } from "../../contract/plan-document.ts";
import type { Environment } from "../../contract/policy.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import type { DocumentNode } from "./document-reader.ts";
import { declared, didYouMean, type Notes } from "./notes.ts";
import { Fields, invalid, readText } from "./read-values.ts";

export type KnownEnvironments = Readonly<
  Record<string, Pick<Environment, "kind" | "baseUrl" | "others" | "tlsCaFile">>
>;

const defaultEnvironment = "local";

/** The environment of a plan: what the user chose, else what `target` names, else `local`. */
export function chooseEnvironment(root: DocumentNode, chosen: string | undefined): string {
  if (chosen !== undefined) return chosen;
  const target = root.kind === "map" ? root.entries.find(({ key }) => key === "target")?.node : undefined;
  const named = target?.kind === "map" ? target.entries.find(({ key }) => key === "environment")?.node : target;
  const text = named?.kind === "scalar" && typeof named.value === "string" ? named.value : "";
  return text === "" || isUrl(text) ? defaultEnvironment : text;
}

function isUrl(text: string): boolean {
  return /^[a-z]+:\/\//i.test(text);
}

/** Reads `target`: the environment's base URL unless the plan has its own. A text is a URL or the name of an environment. */
export function readTarget(
  notes: Notes,
  fields: Fields,
  environment: string,
  environments: KnownEnvironments,
): TestPlan["target"] {
  const node = fields.node("target");
  const place = node?.place ?? fields.place;
  const known = Object.hasOwn(environments, environment) ? environments[environment] : undefined;
  const target = { environment, baseUrl: "", others: known?.others ?? {}, tlsCaFile: known?.tlsCaFile ?? null };
  if (node === undefined) {
    notes.mistake(
      "PA_PLAN_MISSING_FIELD",
      place,
      "the plan has no `target`; write { environment: NAME } or { baseUrl: URL }",
    );
    return target;
  }
  const inner = node.kind === "scalar" ? undefined : new Fields(notes, node, "`target`", planFields.target);
  const text = node.kind === "scalar" ? readText(notes, node, "`target`") : undefined;
  const urlNode = inner === undefined ? node : inner.node("baseUrl");
  const written = inner?.read("baseUrl", readText) ?? (text !== undefined && isUrl(text) ? text : undefined);
  if (known === undefined) {
    const names = Object.keys(environments);
    notes.mistake(
      "PA_PLAN_UNKNOWN_NAME",
      inner?.node("environment")?.place ?? place,
      `the plan runs on environment "${environment}", which is not declared.${didYouMean(environment, names)} ${declared(names)}`,
    );
    return target;
  }
  const url = written ?? known.baseUrl;
  if (url === null) {
    if (known.kind === "production")
      notes.mistake("PA_GUARD_PRODUCTION", place, `environment "${environment}" is production`);
    else
      notes.mistake(
        "PA_PLAN_MISSING_FIELD",
        place,
        `environment "${environment}" has no base URL; write target: { baseUrl: URL }`,
      );
    return target;
  }
  const problem = written === undefined ? null : urlProblem(written);
  if (problem !== null && urlNode !== undefined) invalid(notes, urlNode, "`baseUrl` of `target`", problem);
  return { ...target, baseUrl: url.replace(/\/+$/, "") };
}

function urlProblem(text: string): string | null {
  if (!URL.canParse(text)) return "a URL such as http://127.0.0.1:8080";
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return "a URL of http or https";
  if (url.username !== "" || url.password !== "") return "without user and password; use `auth` with secrets";
  return url.search === "" && url.hash === "" ? null : "without query and fragment";
}
