import type { InjectOptions } from "fastify";
import { roles, type Role } from "../../src/contract/api/roles.ts";
import { createLife, type Life } from "../../src/entry/http/life.ts";
import { createMetrics } from "../../src/entry/http/metrics.ts";
import { createServer } from "../../src/entry/http/server.ts";
import type { ServiceApp } from "../../src/entry/http/service-app.ts";
import { issueToken } from "../../src/services/access/issue-token.ts";
import { keptTokenVerifier } from "../../src/services/access/kept-token-verifier.ts";
import { createLiveRuns } from "../../src/services/live/live-runs.ts";
import { settingsFileSchema } from "../../src/services/service-settings.ts";
import type { Service } from "../../src/services/service.ts";
import { accessParts, type AccessParts } from "./access-parts.ts";

/** The real server on a service that has people, tokens and a page, and nothing else: whatever needs more answers PA_INTERNAL. */
export interface HttpWorld extends AccessParts {
  readonly app: ServiceApp;
  readonly service: Service;
  readonly life: Life;
  /** Lines of the log. */
  readonly logged: string[];
  /** A token of each role. */
  readonly tokenOf: Readonly<Record<Role, string>>;
  ask(method: InjectOptions["method"], url: string, options?: Asking): Promise<Answer>;
}

export interface Asking {
  /** Default: the token of an admin. null: none. */
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
  readonly body?: object | string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  /** Of a problem. */
  readonly code: string | undefined;
}

const page: Readonly<Record<string, string>> = {
  "index.html": "<!doctype html><title>Perf-Xi</title>",
  "assets/app-1a2b.js": `console.log("${"x".repeat(2000)}")`,
};

export async function httpWorld(settings: object = {}): Promise<HttpWorld> {
  const parts = accessParts();
  const logged: string[] = [];
  const nothing = { list: async () => [] };
  const answers = { count: async () => ({ answered: 0, accepted: 0 }) };
  const store = { ...(await parts.store()), runs: nothing, jobs: nothing, ledger: nothing, answers };
  const service = {
    ...parts,
    version: "1.2.3",
    dataDirectory: "/data",
    evaluationFile: "/data/evaluation.md",
    settings: { ...settingsFileSchema.parse(settings), told: [{ name: "port", value: "7070", from: "default" }] },
    store: () => Promise.resolve(store),
    verifiers: [keptTokenVerifier({ tokens: async () => parts.tokens, documents: parts.documents })],
    live: createLiveRuns({ clock: parts.clock, onLag: () => undefined }),
    provisioner: { find: async () => ({ version: "2.2.0" }) },
    documents: {
      ...parts.documents,
      listFiles: async () => Object.keys(page),
      readBytes: async (path: string) => new TextEncoder().encode(page[path.replace("/page/", "")] ?? ""),
    },
    close: async () => undefined,
  } as unknown as Service;
  const life = createLife();
  const app = await createServer(service, {
    life,
    metrics: createMetrics(),
    pageDirectory: "/page",
    log: { write: (line) => void logged.push(line) },
  });
  const tokenOf: Record<string, string> = {};
  for (const role of roles)
    tokenOf[role] = (await issueToken(parts, { name: `the ${role}`, roles: [role], actor: "ana" })).token;
  const admin = tokenOf["admin"];
  return {
    ...parts,
    app,
    service,
    life,
    logged,
    tokenOf: tokenOf as Record<Role, string>,
    async ask(method, url, { token = admin, headers = {}, body } = {}) {
      const answer = await app.inject({
        method,
        url,
        headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
        ...(body === undefined ? {} : { payload: body }),
      });
      const text = answer.payload;
      // An answer to HEAD has the headers of a problem and no text.
      const isProblem = text !== "" && String(answer.headers["content-type"]).startsWith("application/problem+json");
      return {
        status: answer.statusCode,
        headers: answer.headers,
        text,
        code: isProblem ? (JSON.parse(text) as { code: string }).code : undefined,
      };
    },
  };
}
