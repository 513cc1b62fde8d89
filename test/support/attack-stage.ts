import { mkdtemp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { composeAgent } from "../../src/compose.ts";
import { runProgram } from "../../src/entry/cli/program.ts";
import type { GuardDecision } from "../../src/contract/policy.ts";
import type { NameResolver, System } from "../../src/ports/system.ts";
import type { Agent } from "../../src/services/agent.ts";
import { generate } from "../../src/services/generate-plan.ts";
import { attackTarget, type AttackTarget } from "./attack-target.ts";
import type { Finished } from "./command-line.ts";
import { productionListener, type ProductionListener } from "./production-listener.ts";

/** Addresses of a name, by name; a function may change its answer from one question to the next. Other names do not resolve. */
export type Names = Readonly<Record<string, readonly string[] | (() => readonly string[])>>;

export interface CommandOptions {
  readonly names?: Names;
  readonly env?: Readonly<Record<string, string>>;
  /** Moves our clock ahead, ms. */
  readonly laterMs?: number;
}

/** One attack's own world: an allowed target, production beside it, a project folder and a machine with a policy and keys of its own. */
export interface Stage {
  readonly directory: string;
  readonly target: AttackTarget;
  readonly production: ProductionListener;
  write(path: string, content: string | Uint8Array): Promise<void>;
  read(path: string): Promise<string>;
  link(path: string, to: string): Promise<void>;
  /** Runs a command of the agent in this process, as the entry does: only names and clock are stood in for. */
  run(args: readonly string[], options?: CommandOptions): Promise<Finished>;
  /** What the guard decides about the project's plan: the enforcement that its engine would be held to. */
  decide(options?: CommandOptions): Promise<GuardDecision>;
  close(): Promise<void>;
}

/** The machine's policy: 127.0.0.1 may be loaded, under a number or as shop.perf.test; 127.0.0.2, 127.0.0.3 and ::1 are production. */
export function machinePolicy(targetPort: number): string {
  return `
apiVersion: perf-agent/v1
kind: Policy
limits: { vus: 300, duration: 20m }
environments:
  local: { kind: local, baseUrl: "http://127.0.0.1:${targetPort}", hosts: [127.0.0.1] }
  perf:  { kind: perf, baseUrl: "http://shop.perf.test:${targetPort}", hosts: [shop.perf.test], ranges: [127.0.0.1/32] }
  prod:  { kind: production, hosts: [shop.example.com, "*.shop.example.com", prod.test], ranges: [127.0.0.2/31, "::1/128"] }
`;
}

/** Three requests to the target, and nothing else. */
export const honestPlan = `
apiVersion: perf-agent/v1
kind: TestPlan
name: attack
service: shop
seed: 1
target: { environment: local }
endpoints:
  home: { method: GET, path: /home }
scenarios:
  main:
    load: { iterations: 3, vus: 1, mode: shared, drain: 1s }
    mix: { home: 1 }
`;

const honestSlos = "apiVersion: perf-agent/v1\nkind: SloSet\nobjectives: [ p95 of all < 30s ]\n";

/** Where the honest names lead, and where production's do not. */
export const honestNames: Names = { "shop.perf.test": ["127.0.0.1"] };

/** The text with one part replaced; an attack whose place is not there would be none. */
export function edited(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`there is no ${JSON.stringify(from)} to replace`);
  return text.replace(from, () => to);
}

export async function setStage(): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), "perf-agent-attack-"));
  const [target, production] = [await attackTarget(), await productionListener()];
  const write = async (path: string, content: string | Uint8Array): Promise<void> => {
    const full = join(directory, path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, content);
  };
  await write("project/plan.yaml", honestPlan);
  await write("project/slo.yaml", honestSlos);
  await write("machine/policy.yaml", machinePolicy(target.port));
  return {
    directory: join(directory, "project"),
    target,
    production,
    write: (path, content) => write(join("project", path), content),
    read: (path) => readFile(join(directory, "project", path), "utf8"),
    async link(path, to) {
      await mkdir(dirname(join(directory, "project", path)), { recursive: true });
      await symlink(to, join(directory, "project", path));
    },
    run: (args, options = {}) => runCommand(directory, args, options),
    async decide(options = {}) {
      const agent = agentOf(systemOf(directory, [], options.env ?? {}).system, undefined, options);
      const { decision } = await generate(agent, {
        planFile: "plan.yaml",
        sloFiles: [],
        policyFile: null,
        environment: undefined,
        overrides: [],
        baseUrl: undefined,
        scriptDirectory: null,
      });
      await agent.close();
      return decision;
    },
    async close() {
      await target.close();
      await production.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** What the agent takes from the environment, all of it inside the stage but the engine. */
export function stageEnvironment(directory: string): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    PERF_AGENT_K6: process.env["PERF_AGENT_K6"] ?? "",
    PERF_AGENT_POLICY: join(directory, "machine/policy.yaml"),
    HOME: join(directory, "home"),
    XDG_CONFIG_HOME: join(directory, "home/.config"),
    XDG_STATE_HOME: join(directory, "home/.local/state"),
    XDG_DATA_HOME: join(directory, "home/.local/share"),
    ...(process.env["XDG_CACHE_HOME"] === undefined ? {} : { XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] }),
    NO_COLOR: "1",
  };
}

async function runCommand(directory: string, args: readonly string[], options: CommandOptions): Promise<Finished> {
  const { system, output } = systemOf(directory, args, options.env ?? {});
  const code = await runProgram(system, version, {
    agent: ({ runs }) => Promise.resolve(agentOf(system, runs, options)),
    service: () => Promise.reject(new Error("no command of these serves")),
    pageDirectory: directory,
  });
  return { code, ...output };
}

const version = "0.0.0";
let hexadecimals = process.hrtime.bigint();

function systemOf(
  directory: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): { system: System; output: { stdout: string; stderr: string } } {
  const output = { stdout: "", stderr: "" };
  const writer = (name: "stdout" | "stderr"): System["stdout"] => ({
    write: (text) => void (output[name] += text),
    isTerminal: false,
    columns: 80,
  });
  const system: System = {
    argv: args,
    env: { ...stageEnvironment(directory), ...env },
    runtime: "a test",
    cwd: join(directory, "project"),
    homeDirectory: join(directory, "home"),
    stdout: writer("stdout"),
    stderr: writer("stderr"),
    randomHex: (digits) => (hexadecimals++).toString(16).padStart(digits, "0").slice(-digits),
    onInterrupt: () => () => undefined,
  };
  return { system, output };
}

function agentOf(system: System, runs: string | undefined, options: CommandOptions): Agent {
  const agent = composeAgent(system, {
    version,
    worker: new URL("../../src/entry/worker/collect.ts", import.meta.url),
    engineRecipes: new URL("../../src/adapters/k6/build/", import.meta.url),
    runs,
  });
  return withStandIns(agent, options);
}

function withStandIns(agent: Agent, { names = honestNames, laterMs = 0 }: CommandOptions): Agent {
  const resolver: NameResolver = {
    resolve(host) {
      const bare = host.replaceAll(/^\[|\]$/gu, "");
      const answer = names[host];
      return Promise.resolve(isIP(bare) > 0 ? [bare] : typeof answer === "function" ? answer() : (answer ?? []));
    },
  };
  const clock = { ...agent.clock, now: () => agent.clock.now() + laterMs };
  return { ...agent, resolver, clock };
}
