import { planFields } from "../../contract/plan-document.ts";
import type { Auth, Endpoint } from "../../contract/test-plan.ts";
import type { DocumentNode, Place } from "./document-reader.ts";
import type { Notes } from "./notes.ts";
import { readHeaders } from "./read-pairs.ts";
import {
  checkName,
  checkPlainName,
  Fields,
  readEntries,
  readLasting,
  readOneOf,
  readTemplate,
  readText,
} from "./read-values.ts";

const kindFields = {
  login: ["login", "refresh", "renewAfter", "headers"],
  basic: ["basic"],
  hmac: ["hmac", "key", "over", "headers"],
} as const;
const kinds = ["login", "basic", "hmac"] as const;

export interface ReadAuth {
  readonly auths: Auth[];
  /** Of every auth that is declared, readable or not. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Reads `auth`. */
export function readAuths(notes: Notes, node: DocumentNode | undefined, endpoints: readonly string[]): ReadAuth {
  const auths: Auth[] = [];
  const places = new Map<string, Place>();
  for (const { key: name, keyPlace, node: value } of node === undefined ? [] : readEntries(notes, node, "`auth`")) {
    checkPlainName(notes, keyPlace, "an auth", name);
    if (name === "none")
      notes.mistake(
        "PA_PLAN_INVALID_VALUE",
        keyPlace,
        `an auth cannot be called "none", which says that there is none`,
      );
    places.set(name, keyPlace);
    const auth = readAuth(notes, name, value, endpoints);
    if (auth === undefined) notes.usesAreUncertain = true;
    else auths.push(auth);
  }
  return { auths, places };
}

function readAuth(notes: Notes, name: string, node: DocumentNode, endpoints: readonly string[]): Auth | undefined {
  const what = `auth "${name}"`;
  const fields = new Fields(notes, node, what, planFields.auth);
  const kind = kinds.find((one) => fields.has(one));
  if (kind === undefined) {
    notes.mistake("PA_PLAN_MISSING_FIELD", fields.place, `${what} has no kind; write \`login\`, \`basic\` or \`hmac\``);
    return undefined;
  }
  const allowed: readonly string[] = kindFields[kind];
  for (const field of fields.names())
    if (!allowed.includes(field))
      notes.mistake(
        "PA_PLAN_UNKNOWN_FIELD",
        fields.entry(field)?.keyPlace ?? fields.place,
        `"${field}" is not a field of an auth by \`${kind}\`. It has ${allowed.join(", ")}.`,
      );
  if (kind === "basic") {
    const basic = fields.node("basic");
    if (basic === undefined) return undefined;
    const inner = new Fields(notes, basic, `\`basic\` of ${what}`, ["user", "password"]);
    return {
      kind,
      name,
      user: inner.need("user", readTemplate, "write the user's name") ?? [],
      password: inner.need("password", readTemplate, "refer to a secret or a data column") ?? [],
    };
  }
  if (!fields.has("headers")) fields.need("headers", readTemplate, "write the headers that carry it");
  if (kind === "hmac")
    return {
      kind,
      name,
      algorithm: fields.read("hmac", readOneOf(["sha256", "sha512", "sha1"])) ?? "sha256",
      key: fields.need("key", readTemplate, "refer to a secret") ?? [],
      over: fields.need("over", readTemplate, 'write what is signed, such as "{request.method}{request.path}"') ?? [],
      headers: readHeaders(notes, fields.node("headers"), `\`headers\` of ${what}`),
    };
  const endpointField = (field: "login" | "refresh"): string | undefined => {
    const named = fields.read(field, readText);
    const place = fields.node(field)?.place ?? fields.place;
    if (named !== undefined) checkName(notes, place, `${what} uses endpoint`, named, endpoints);
    return named;
  };
  return {
    kind,
    name,
    login: endpointField("login") ?? "",
    refresh: endpointField("refresh") ?? null,
    renewAfterMs: fields.read("renewAfter", readLasting) ?? null,
    headers: readHeaders(notes, fields.node("headers"), `\`headers\` of ${what}`),
  };
}

/** Endpoints that an auth requests by itself. */
export function endpointsOfAuth(auth: Auth): string[] {
  if (auth.kind !== "login") return [];
  return auth.refresh === null ? [auth.login] : [auth.login, auth.refresh];
}

/** Notes each auth whose login needs, over one or more logins, itself. */
export function checkAuthCycles(
  notes: Notes,
  auths: readonly Auth[],
  endpoints: readonly Endpoint[],
  places: ReadonlyMap<string, Place>,
): void {
  const needs = (name: string): string[] => {
    const auth = auths.find((one) => one.name === name);
    const used = auth === undefined ? [] : endpointsOfAuth(auth);
    return used.flatMap((endpoint) => endpoints.find((one) => one.name === endpoint)?.auth ?? []);
  };
  for (const { name } of auths) {
    const place = places.get(name);
    const circle = place === undefined ? null : findCircle(name, needs, [name]);
    if (circle !== null && place !== undefined)
      notes.mistake("PA_PLAN_CYCLE", place, `auth "${name}" needs itself to log in: ${circle.join(" -> ")}`);
  }
}

function findCircle(start: string, needs: (name: string) => string[], path: readonly string[]): string[] | null {
  for (const next of needs(path.at(-1) ?? start)) {
    if (next === start) return [...path, next];
    if (path.includes(next)) continue;
    const circle = findCircle(start, needs, [...path, next]);
    if (circle !== null) return circle;
  }
  return null;
}
