import { describe, expect, it } from "vitest";
import { runArguments } from "./run-arguments.ts";

const files = { archive: "/p/script.tar", configuration: "/p/c.json", summary: "/p/s.json", gate: null };
const enforcement = {
  pins: { "shop.test": "10.0.0.1" },
  allowedAddresses: ["10.0.0.1"],
  blockedRanges: ["0.0.0.0/5", "::/0"],
  blockedHostnames: ["shop.example.com", "shop.example.com."],
  maxVus: 10,
  maxDurationMs: 60_000,
  maxRatePerSecond: null,
  allowedSockets: [],
  maxConnections: 1000,
  maxRequests: null,
  maxWrites: null,
  setupTimeoutMs: 60_000,
  teardownTimeoutMs: 60_000,
  summaryTimeoutMs: 10_000,
};

describe("runArguments", () => {
  it("puts the guard into flags", () => {
    const args = runArguments(
      {
        runId: "r-1",
        enforcement: { ...enforcement, maxRatePerSecond: 99.9 },
        secrets: { token: "canary" },
        tags: { team: "shop" },
      },
      files,
    );
    expect(args).toEqual(
      expect.arrayContaining([
        "--blacklist-ip=0.0.0.0/5",
        "--blacklist-ip=::/0",
        "--rps=99",
        "--address=",
        "--include-system-env-vars=false",
        "--secret-source=file=default,name=secrets,filename=/dev/fd/3",
        "--batch=20",
        "--batch-per-host=6",
        "PERF_AGENT_RUN_ID=r-1",
        "team=shop",
      ]),
    );
    expect(args.filter((word) => word.startsWith("--block-hostnames"))).toEqual([
      "--block-hostnames=*.",
      "--block-hostnames=shop.example.com",
    ]);
    expect(args.at(-1)).toBe(files.archive);
    expect(args.join(" ")).not.toContain("canary");
  });

  it("keeps the gate apart from the script's own secrets", () => {
    const gated = { ...files, gate: "/p/gate.json" };
    const args = runArguments({ runId: "r", enforcement, secrets: { token: "x" }, tags: {} }, gated);
    expect(args.filter((word) => word.startsWith("--secret-source"))).toEqual([
      "--secret-source=file=default,name=secrets,filename=/dev/fd/3",
      "--secret-source=url=name=perf-agent-gate,config=/p/gate.json",
    ]);
  });

  it("lets a batch open no more connections than the run may have", () => {
    const few = { ...enforcement, maxConnections: 4 };
    const args = runArguments({ runId: "r", enforcement: few, secrets: {}, tags: {} }, files);
    expect(args).toEqual(expect.arrayContaining(["--batch=4", "--batch-per-host=4"]));
  });

  it("leaves out what is not asked for, and never replaces the script's load", () => {
    const args = runArguments({ runId: "r", enforcement, secrets: {}, tags: {} }, files).join(" ");
    expect(args).not.toMatch(/--rps|--secret-source|--tag /u);
    expect(args).not.toMatch(/--(?:vus|duration|iterations|stage|linger)\b/u);
  });
});
