import { describe, expect, it } from "vitest";
import { runCommand } from "./run-command.ts";

const env = { PATH: "/usr/bin:/bin" };

describe("runCommand", () => {
  it("gives both outputs and the exit code", async () => {
    const result = await runCommand("/bin/sh", ["-c", "echo out; echo err >&2; exit 7"], { env, timeoutMs: 10_000 });
    expect(result).toEqual({ exitCode: 7, stdout: "out\n", stderr: "err\n", problem: null, started: true });
  });

  it("ends a command that takes too long", async () => {
    const result = await runCommand("/bin/sh", ["-c", "exec sleep 60"], { env, timeoutMs: 100 });
    expect(result).toMatchObject({ exitCode: null, problem: "it did not end within 0.1 s", started: true });
  });

  it("tells that a command could not be started", async () => {
    const result = await runCommand("/nowhere/k6", [], { env, timeoutMs: 10_000 });
    expect(result).toMatchObject({ exitCode: null, started: false });
    expect(result.problem).toContain("ENOENT");
  });
});
