import type { ScriptBundle } from "../../src/contract/script-bundle.ts";
import { generateCleanupScript, type CleanupInput } from "../../src/pipeline/generate/k6/generate-cleanup-script.ts";
import type { ScriptInput } from "../../src/pipeline/generate/k6/generate-script.ts";
import { endpoint, input, iterations, json, plan, scenario, template } from "./generator-plans.ts";

/**
 * Setup that makes a room, and clean-up in three steps: one that needs what setup extracted, one that logs in, one that knows
 * all by itself; then the count of what is left.
 */
export function cleanUpInput(): ScriptInput {
  return input(
    plan("tidy", {
      secrets: [{ name: "admin", source: { env: "ADMIN" } }],
      auth: [
        {
          kind: "login",
          name: "janitor",
          login: "login",
          refresh: null,
          renewAfterMs: null,
          headers: [["authorization", template("Bearer {token}")]],
        },
      ],
      endpoints: [
        endpoint("open-room", "/rooms", {
          method: "POST",
          writes: true,
          body: { kind: "json", value: json({ owner: "{isolation}" }) },
          extract: [{ name: "room", from: "jsonpath", expression: "$.id", pick: "first" }],
        }),
        endpoint("write-item", "/rooms/{room}/items", {
          method: "POST",
          writes: true,
          body: { kind: "json", value: json({ name: "{isolation}-{iteration}", label: "{isolation}" }) },
        }),
        endpoint("login", "/login", {
          method: "POST",
          headers: [["x-admin", [{ ref: "secrets.admin" }]]],
          extract: [{ name: "token", from: "jsonpath", expression: "$.token", pick: "first" }],
        }),
        endpoint("close-room", "/rooms/{room}", { method: "DELETE", writes: true }),
        endpoint("sweep", "/sweep/{isolation}", {
          method: "POST",
          writes: true,
          auth: "janitor",
          headers: [["idempotency-key", [{ ref: "uuid" }]]],
        }),
        endpoint("audit", "/audit", {
          method: "POST",
          writes: true,
          at: "books",
          query: [["of", template("{isolation}")]],
        }),
        endpoint("count-left", "/items", { query: [["owner", template("{isolation}")]] }),
      ],
      target: {
        environment: "local",
        baseUrl: "http://127.0.0.1:8080",
        others: { books: "http://127.0.0.1:8081" },
        tlsCaFile: null,
      },
      isolation: { kind: "prefix", value: template("perf-{run.id}") },
      setup: ["open-room"],
      teardown: ["close-room", "sweep", "audit"],
      leftovers: { endpoint: "count-left", count: "$.page.total" },
      scenarios: [
        scenario("write", iterations(2, 1), {
          kind: "journey",
          steps: [{ kind: "request", endpoint: "write-item", onFailure: "end" }],
        }),
      ],
    }),
  );
}

export const cleanUpPreview = { durationMs: 50_000, maxDurationMs: 55_000 };

/** The script of a clean-up of which something can be done. */
export function cleanUpAlone(cleanup: CleanupInput): ScriptBundle {
  const bundle = generateCleanupScript(cleanup)?.bundle;
  if (bundle === undefined || bundle === null) throw new Error("no clean-up");
  return bundle;
}
