import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { PlanRequest } from "../../../services/load-plan.ts";
import { approveCommand } from "./review.ts";

const plain: PlanRequest = {
  planFile: "plan.yaml",
  sloFiles: [],
  policyFile: null,
  environment: undefined,
  overrides: [],
  baseUrl: undefined,
  scriptDirectory: null,
};
const hash = "3f9c17ab".repeat(8);

describe("approveCommand", () => {
  it("names what was reviewed", () => {
    expect(approveCommand(plain, hash)).toBe("perf-agent approve plan.yaml --hash 3f9c17ab3f9c17ab");
  });

  it("is taken by a shell as it was given, whatever stands in it", () => {
    const request: PlanRequest = {
      planFile: "my plans/it's $(id) `id`.yaml",
      sloFiles: ["a.yaml", "b;c.yaml"],
      policyFile: "p.yaml",
      environment: "perf",
      overrides: ["scenarios.buy.load={ vus: 3 }", 'name="x"\ny'],
      baseUrl: "http://127.0.0.1:8080/?a=1&b=2",
      scriptDirectory: "-script",
    };
    const { stdout } = spawnSync("sh", ["-c", approveCommand(request, hash).replace("perf-agent", "printf '%s\\0'")], {
      encoding: "utf8",
    });
    expect(stdout.split("\0").slice(0, -1)).toEqual([
      "approve",
      request.planFile,
      "--slo",
      "a.yaml",
      "--slo",
      "b;c.yaml",
      "--policy",
      "p.yaml",
      "--env",
      "perf",
      "--override",
      "scenarios.buy.load={ vus: 3 }",
      "--override",
      'name="x"\ny',
      "--base-url",
      "http://127.0.0.1:8080/?a=1&b=2",
      "--script",
      "-script",
      "--hash",
      "3f9c17ab3f9c17ab",
    ]);
  });
});
