import { describe, expect, it } from "vitest";
import type { Approvable } from "../../contract/approval.ts";
import { nameChangedParts } from "./name-changed-parts.ts";

const approvable: Approvable = {
  schemaVersion: 1,
  plan: "checkout",
  environment: "perf",
  effectivePlan: "a".repeat(64),
  archives: { full: "b".repeat(64), reduced: "c".repeat(64) },
  data: { "data/users.csv": "d".repeat(64) },
  limits: { maxVus: 200, maxRequests: null },
  engine: { version: "2.2.0", sha256: "e".repeat(64) },
};
const other = "f".repeat(64);

describe("nameChangedParts", () => {
  it.each<[Partial<Approvable>, string[]]>([
    [{}, []],
    [{ plan: "browse" }, ["name checkout to browse"]],
    [{ environment: "staging" }, ["environment perf to staging"]],
    [{ effectivePlan: other }, ["plan"]],
    [
      { archives: { full: other, cleanup: other } },
      ["script", "script of the reduced load is gone", "script of the clean-up is new"],
    ],
    [{ data: { "data/users.csv": other } }, ["data data/users.csv"]],
    [{ data: { "data/new.csv": other } }, ["data data/new.csv is new", "data data/users.csv is gone"]],
    [{ limits: { maxVus: 300, maxRequests: 1000 } }, ["limit maxRequests none to 1000", "limit maxVus 200 to 300"]],
    [{ engine: { version: "2.3.0", sha256: other } }, ["engine 2.2.0 to 2.3.0"]],
    [{ engine: { version: "2.2.0", sha256: other } }, ["program of the engine"]],
  ])("%j changes %j", (change, parts) => {
    expect(nameChangedParts(approvable, { ...approvable, ...change })).toEqual(parts);
  });
});
