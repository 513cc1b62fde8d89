import type { ScriptInput } from "../../src/pipeline/generate/k6/generate-script.ts";
import { anyStatus, dataSet, endpoint, input, iterations, json, plan, scenario, template } from "./generator-plans.ts";

/** Basic and hmac authentication, another host, setup whose values every pass reads. */
export function authInput(): ScriptInput {
  return input(
    plan("signed", {
      target: {
        environment: "local",
        baseUrl: "http://127.0.0.1:8080/",
        others: { idp: "http://127.0.0.1:8080/idp/" },
        tlsCaFile: null,
      },
      secrets: [
        { name: "password", source: { env: "PASSWORD" } },
        { name: "key", source: { env: "KEY" } },
      ],
      auth: [
        { kind: "basic", name: "clerk", user: ["ana"], password: [{ ref: "secrets.password" }] },
        {
          kind: "hmac",
          name: "partner",
          algorithm: "sha256",
          key: [{ ref: "secrets.key" }],
          over: template("{request.method}\n{request.path}\n{request.timestamp}\n{request.bodySha256}"),
          headers: [
            ["X-Timestamp", [{ ref: "request.timestamp" }]],
            ["X-Signature", template("v1={request.signature}")],
          ],
        },
      ],
      endpoints: [
        endpoint("create", "/tenants", {
          method: "POST",
          auth: "clerk",
          body: { kind: "raw", text: template("tenant {run.id}"), type: "text/plain" },
          extract: [{ name: "tenant", from: "header", expression: "x-tenant", pick: "first" }],
        }),
        endpoint("orders", "/tenants/{tenant}/orders", {
          method: "POST",
          query: [["q", template("{iteration} &")]],
          body: { kind: "json", value: json({ n: "{iteration}", at: "{now.iso}" }) },
        }),
        endpoint("who", "/me", { at: "idp", auth: null }),
        endpoint("remove", "/tenants/{tenant}", { method: "DELETE", auth: "clerk" }),
      ],
      setup: ["create"],
      teardown: ["remove"],
      scenarios: [
        scenario(
          "signed",
          iterations(3, 1),
          {
            kind: "journey",
            steps: [
              { kind: "request", endpoint: "orders", onFailure: "end" },
              { kind: "request", endpoint: "who", onFailure: "end" },
            ],
          },
          { auth: "partner" },
        ),
      ],
    }),
  );
}

/** What the other plans leave out: every extraction and expectation, data that stops, repetitions with a condition, redirects, odd names. */
export function everythingInput(): ScriptInput {
  const codes = dataSet("codes", [["a"], ["b"], ["c"]], ["code"], { mode: "unique", atEnd: "stop" });
  const desks = dataSet("desks", [["left"], ["right"]], ["name"], { per: "vu" });
  return input(
    plan("everything", {
      seed: 7,
      connections: "per-iteration",
      data: [codes.set, desks.set],
      endpoints: [
        endpoint("GET /", "/", {
          query: [["desk", template("{desks.name}")]],
          redirects: 3,
          expect: {
            status: [
              { from: 200, to: 200 },
              { from: 400, to: 499 },
            ],
            contains: [template("code {codes.code}"), ["größe"]],
            json: [
              { path: "$.state", test: { kind: "equals", value: json("open") } },
              { path: "$.list[-1]", test: { kind: "equals", value: json({ a: [1, "{codes.code}"] }) } },
              { path: "$..deep", test: { kind: "present" } },
              { path: "$['odd key']", test: { kind: "compare", operator: "!=", value: 3 } },
            ],
            headers: [["x-kind", ["shop"]]],
            maxBytes: 1000,
          },
          extract: [
            { name: "cursor", from: "jsonpath", expression: "$.cursor", pick: "first", default: "" },
            { name: "etag", from: "header", expression: "ETag", pick: "first" },
            { name: "sid", from: "cookie", expression: "sid", pick: "last" },
            { name: "word", from: "regex", expression: 'w(\\d+)/"', pick: "random" },
            { name: "none", from: "jsonpath", expression: "$.none", pick: "first", default: { a: [null, 1] } },
          ],
          tags: { team: "shop" },
        }),
        endpoint("setup", "/{cursor}/{etag}/{sid}/{word}", { expect: { ...anyStatus, maxBytes: 100 } }),
      ],
      scenarios: [
        scenario(
          "default",
          {
            model: "open",
            profile: "explicit",
            drainMs: 5_000,
            hold: null,
            maxVus: 4,
            maxVusReason: "as written",
            stages: [
              { toPerSecond: 100 / 60, durationMs: 0 },
              { toPerSecond: 100 / 60, durationMs: 3_500 },
            ],
          },
          {
            kind: "journey",
            steps: [
              { kind: "request", endpoint: "GET /", onFailure: "end" },
              {
                kind: "repeat",
                min: 2,
                max: 2,
                whileVariable: "cursor",
                steps: [
                  { kind: "repeat", min: 0, max: 1, whileVariable: null, steps: [{ kind: "next", dataSet: "codes" }] },
                  { kind: "request", endpoint: "setup", onFailure: "end" },
                ],
              },
            ],
          },
          { rows: [{ dataSet: "codes", offset: 0, stride: 1, drawsPerIteration: 3 }], tags: { kind: "odd" } },
        ),
        scenario(
          "per-vu",
          iterations(2, 2, "per-vu"),
          { kind: "mix", entries: [{ endpoint: "setup", weight: 1 }], think: { minMs: 5, maxMs: 5 } },
          { session: "vu" },
        ),
        scenario(
          "closed",
          {
            model: "closed",
            profile: "explicit",
            drainMs: 0,
            hold: null,
            stages: [
              { toVus: 1, durationMs: 0 },
              { toVus: 1, durationMs: 1_500 },
            ],
          },
          { kind: "mix", entries: [{ endpoint: "GET /", weight: 0.5 }], think: null },
          { rows: [{ dataSet: "codes", offset: 0, stride: 1, drawsPerIteration: 1 }] },
        ),
      ],
    }),
    [codes.rows, desks.rows],
  );
}
