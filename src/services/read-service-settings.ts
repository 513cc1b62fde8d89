import { isMap, parseDocument } from "yaml";
import { PerfAgentError, type Mistake } from "../contract/errors.ts";
import type { Agent } from "./agent.ts";
import { settingsFileSchema, type ServiceSettings, type ToldSetting } from "./service-settings.ts";

/** The file of settings in the data directory. */
export const settingsFileName = "serve.yaml";

/** Environment variables, each with the setting that it stands for; it goes before the file. */
const variables: readonly { readonly name: string; readonly path: readonly string[]; readonly isNumber?: true }[] = [
  { name: "PERF_AGENT_HOST", path: ["host"] },
  { name: "PERF_AGENT_PORT", path: ["port"], isNumber: true },
  { name: "PERF_AGENT_PUBLIC_URL", path: ["publicUrl"] },
  { name: "PERF_AGENT_OIDC_ISSUER", path: ["oidc", "issuer"] },
  { name: "PERF_AGENT_OIDC_AUDIENCE", path: ["oidc", "audience"] },
];

/** Variables that mean something elsewhere, and are shown with the settings. What `secret` ones hold is never shown. */
const otherVariables: readonly { readonly name: string; readonly secret: boolean }[] = [
  { name: "PERF_AGENT_TOKEN", secret: true },
  { name: "PERF_AGENT_DATA", secret: false },
  { name: "PERF_AGENT_POLICY", secret: false },
  { name: "PERF_AGENT_K6", secret: false },
  { name: "PERF_AGENT_K6_VERSION", secret: false },
  { name: "PERF_AGENT_K6_RELEASES", secret: false },
];

/** What the command line says; it goes before everything else. */
export interface TypedSettings {
  readonly host: string | undefined;
  readonly port: string | undefined;
}

interface Tree {
  [name: string]: unknown;
}

/**
 * The settings in force: flags, then the environment, then `serve.yaml` of the data directory (which may be absent), then defaults.
 * Throws PA_SETTINGS_INVALID with every mistake.
 */
export async function readServiceSettings(
  { documents, system: { env } }: Pick<Agent, "documents" | "system">,
  settingsFile: string,
  typed: TypedSettings,
): Promise<ServiceSettings> {
  const bytes = await documents.readBytes(settingsFile);
  const tree = bytes === null ? {} : readFile(new TextDecoder().decode(bytes), settingsFile);
  const origins = new Map<string, string>(leavesOf(tree).map(([name]) => [name, settingsFileName]));
  const put = (path: readonly string[], text: string, isNumber: boolean, from: string): void => {
    setAt(tree, path, isNumber && /^\d{1,6}$/u.test(text) ? Number(text) : text);
    origins.set(path.join("."), from);
  };
  for (const { name, path, isNumber } of variables) {
    const value = env[name];
    if (value !== undefined && value !== "") put(path, value, isNumber === true, name);
  }
  if (typed.host !== undefined) put(["host"], typed.host, false, "--host");
  if (typed.port !== undefined) put(["port"], typed.port, true, "--port");

  const read = settingsFileSchema.safeParse(tree);
  if (!read.success) {
    throw new PerfAgentError(
      read.error.issues.map(({ path, message }) => {
        const name = path.map(String).join(".");
        const from = origins.get(name);
        const isTyped = from !== undefined && from !== settingsFileName;
        return {
          code: "PA_SETTINGS_INVALID",
          text: `${isTyped ? `${from} (${name})` : name === "" ? "the settings" : name}: ${message}`,
          file: isTyped || bytes === null ? undefined : settingsFile,
        } satisfies Mistake;
      }),
    );
  }
  const told: ToldSetting[] = leavesOf(read.data).map(([name, value]) => ({
    name,
    value: textOf(value),
    from: origins.get(name) ?? "default",
  }));
  for (const { name, secret } of otherVariables) {
    const value = env[name] ?? "";
    if (value !== "") told.push({ name, value: secret ? "set" : withoutSecrets(value), from: "environment" });
    else if (secret) told.push({ name, value: "not set", from: "environment" });
  }
  return { ...read.data, told };
}

function readFile(text: string, file: string): Tree {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    throw new PerfAgentError(
      document.errors.map(({ message, linePos }) => ({
        code: "PA_SETTINGS_INVALID",
        text: message.split("\n")[0] ?? message,
        file,
        line: linePos?.[0].line,
        column: linePos?.[0].col,
      })),
    );
  }
  if (document.contents === null) return {};
  if (!isMap(document.contents))
    throw new PerfAgentError([{ code: "PA_SETTINGS_INVALID", text: "write settings as `name: value`", file }]);
  const tree: unknown = document.toJS();
  return isTree(tree) ? tree : {};
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function setAt(tree: Tree, path: readonly string[], value: unknown): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  if (rest.length === 0) {
    tree[first] = value;
    return;
  }
  const below = tree[first];
  const branch: Tree = isTree(below) ? below : {};
  tree[first] = branch;
  setAt(branch, rest, value);
}

/** Every value with its dotted name; lists, and maps without entries, count as values. */
function leavesOf(tree: object, before = ""): (readonly [string, unknown])[] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    isTree(value) && Object.keys(value).length > 0
      ? leavesOf(value, `${before}${name}.`)
      : [[`${before}${name}`, value] as const],
  );
}

/** An address may carry a password or a key; what is shown is where it leads. */
function withoutSecrets(value: string): string {
  if (!URL.canParse(value)) return value;
  const { origin, username, password, search, hash, host, pathname, protocol } = new URL(value);
  if ([username, password, search, hash].every((part) => part === "")) return value;
  return `${origin === "null" ? `${protocol}//${host}` : origin}${pathname} (the rest is not shown)`;
}

function textOf(value: unknown): string {
  if (value === null) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
