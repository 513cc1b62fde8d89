import { z } from "zod";
import { roleSchema } from "../contract/api/roles.ts";

/** Names that mean this machine and nobody else, as they stand in a URL or are listened on. */
const loopbackHosts: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]", "::1"]);

/** True for an address that only this machine reaches. */
export function isLoopbackHost(host: string): boolean {
  return loopbackHosts.has(host);
}

function urlOf(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** Over the network only https: what is said there decides who somebody is. */
function isSafeUrl(text: string): boolean {
  const url = urlOf(text);
  if (url === null || url.username !== "" || url.password !== "" || url.hash !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname));
}

function isOrigin(text: string): boolean {
  const url = urlOf(text);
  return url !== null && /^https?:$/u.test(url.protocol) && (text === url.origin || text === `${url.origin}/`);
}

const mebibyte = 1024 * 1024;

const oidcSettingsSchema = z.strictObject({
  /** Exactly as the tokens name it. */
  issuer: z.string().refine(isSafeUrl, "an https URL, or an http one on this machine"),
  /** Whom the tokens must be meant for. */
  audience: z.string().min(1),
  /** Where the issuer's keys are. null: where its `/.well-known/openid-configuration` says. */
  jwksUri: z.string().refine(isSafeUrl, "an https URL, or an http one on this machine").nullable().default(null),
  /** The claim that is somebody's name here. It must never pass from one person to another: approvals are told apart by it. */
  nameClaim: z.string().min(1).default("sub"),
  /** The claim that lists what somebody is: a text or a list of texts. */
  rolesClaim: z.string().min(1).default("roles"),
  /** Roles by the values of that claim. Whoever has none of them may do nothing. */
  roles: z.record(z.string(), z.array(roleSchema)).default({}),
});

const limitsSchema = z.strictObject({
  /** Of a JSON body. */
  bodyBytes: z
    .number()
    .int()
    .min(1024)
    .max(256 * mebibyte)
    .default(8 * mebibyte),
  /** Of one multipart body, as it arrives. */
  uploadBytes: z
    .number()
    .int()
    .min(1024)
    .default(256 * mebibyte),
  /** Of everything in one upload after it was unpacked. */
  unpackedBytes: z
    .number()
    .int()
    .min(1024)
    .default(1024 * mebibyte),
  /** Of one person. */
  requestsPerMinute: z.number().int().min(1).default(1200),
  /** Of one address, with tokens that nobody holds. */
  refusedPerMinute: z.number().int().min(1).default(30),
  /** Connections that watch runs, over all people. */
  viewers: z.number().int().min(1).default(200),
  /** How long a process that is asked to end waits for what is under way, before it ends all the same. */
  drainSeconds: z.number().int().min(1).max(3600).default(120),
});

/** `serve.yaml` of the data directory, in which everything may be left out. */
export const settingsFileSchema = z.strictObject({
  /** Where it listens. Loopback unless something else is said. */
  host: z.string().min(1).max(255).default("127.0.0.1"),
  /** 0: any that is free. */
  port: z.number().int().min(0).max(65_535).default(7070),
  /** Under which origin people reach it, where a proxy stands in front. null: where it listens. */
  publicUrl: z
    .string()
    .refine(isOrigin, "scheme, host and port and nothing else, such as https://perf.example.com")
    .nullable()
    .default(null),
  /** Further names or addresses by which it is asked, such as that of a cluster's service. Every other name is refused. */
  hosts: z.array(z.string().min(1)).default([]),
  oidc: oidcSettingsSchema.nullable().default(null),
  limits: limitsSchema.prefault({}),
});

/** One setting as it came to be. `value` is safe to show: a secret one is "set" or "not set". */
export interface ToldSetting {
  readonly name: string;
  readonly value: string;
  /** "default", "serve.yaml", the name of an environment variable, or a flag. */
  readonly from: string;
}

/** What the service was told when it started. Nothing in it is secret. */
export interface ServiceSettings extends Readonly<z.infer<typeof settingsFileSchema>> {
  readonly told: readonly ToldSetting[];
}
