import { Command, CommanderError, Option } from "commander";
import { toErrorDocument } from "../../contract/error-document.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { System } from "../../ports/system.ts";
import type { Agent } from "../../services/agent.ts";
import type { CommandContext, Composition, OptionValues } from "./command-context.ts";
import { deafJson, deafToBuildServers, plain } from "./terminal/terminal-text.ts";

type Action = (context: CommandContext, positional: readonly string[], options: OptionValues) => Promise<number>;

interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly options?: readonly Option[];
  /** Loaded when the command is called: heavy parts stay out of every other command's start. */
  readonly load: () => Promise<Action>;
}

function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser<string[]>((value, before) => [...(before ?? []), value]).default([]);
}

const planOptions = [
  repeatable("--slo <file>", "objectives; default slo.yaml beside the plan"),
  new Option("--policy <file>", "project policy; default perf-agent.yaml beside the plan"),
  new Option("--env <name>", "target environment, with its overlay of the plan"),
  repeatable("-o, --override <path=value>", "change one value of the plan"),
  new Option("--base-url <url>", "base URL of a local environment, such as a service on a free port"),
];
const scriptOption = new Option("--script <directory>", "run this script, made by `generate` and edited, in its place");
const outputAndOverride = [
  ...planOptions.filter(({ short }) => short !== "-o"),
  repeatable("--override <path=value>", "change one value of the plan"),
];
const tagOption = repeatable("--tag <name=value>", "tag of the run, such as commit=9f31c2e");
const inconclusiveOption = new Option(
  "--inconclusive-as <verdict>",
  "what exit code 4 becomes where nothing was decided",
).choices(["pass", "fail"]);

const commands: readonly CommandSpec[] = [
  {
    name: "init [directory]",
    summary: "write a commented plan, objectives and policy",
    options: [new Option("--force", "overwrite files that exist")],
    load: async () => (await import("./commands/init.ts")).init,
  },
  {
    name: "validate <plan>",
    summary: "tell every mistake of a plan, its objectives, data and policy",
    options: planOptions,
    load: async () => (await import("./commands/validate.ts")).validate,
  },
  {
    name: "plan <plan>",
    summary: "show the load as it will be, and what the guard says of it",
    options: planOptions,
    load: async () => (await import("./commands/plan.ts")).plan,
  },
  {
    name: "try <plan>",
    summary: "run one iteration and show every request, response and extracted value",
    options: [...planOptions, new Option("--scenario <name>", "the scenario; default the first")],
    load: async () => (await import("./commands/try.ts")).tryOut,
  },
  {
    name: "generate <plan>",
    summary: "write the k6 script for review",
    options: [
      ...outputAndOverride,
      new Option("-o, --output <directory>", "where to write").default("script"),
      new Option("--force", "overwrite files that exist"),
    ],
    load: async () => (await import("./commands/generate.ts")).generateCommand,
  },
  {
    name: "review <plan>",
    summary: "show what approving would allow, and what changed since the last approval",
    options: [
      ...planOptions,
      scriptOption,
      new Option("--against <approval>", "compare with this approval: a hash or a file"),
    ],
    load: async () => (await import("./commands/review.ts")).review,
  },
  {
    name: "approve <plan>",
    summary: "approve what a plan will run on its environment",
    options: [
      ...planOptions,
      scriptOption,
      new Option("--comment <text>", "why"),
      new Option("--hash <digits>", "only this: the hash that was reviewed"),
    ],
    load: async () => (await import("./commands/approve.ts")).approve,
  },
  {
    name: "trust [policy]",
    summary: "trust a project policy, as it is now, on this machine",
    options: [
      new Option("--show", "only show what it would open"),
      new Option("--list", "list what is trusted here"),
      new Option("--revoke <policy>", "take trust back, by file or by digits of its digest"),
    ],
    load: async () => (await import("./commands/trust.ts")).trust,
  },
  {
    name: "run <plan>",
    summary: "run the test, judge it and write the report; the exit code is the verdict",
    options: [
      ...planOptions,
      scriptOption,
      tagOption,
      new Option("--baselines <file>", "baseline series to compare with"),
      repeatable("--baseline-tag <name=value>", "compare only with runs of this tag, such as branch=main"),
      new Option("--junit <file>", "also write the verdict as JUnit XML"),
      new Option("--keep-samples", "keep the raw samples too, compressed"),
      inconclusiveOption,
    ],
    load: async () => (await import("./commands/run.ts")).run,
  },
  {
    name: "confirm [run]",
    summary: "repeat a run that suspects a regression, and decide; default the latest",
    options: [
      new Option("--plan <file>", "where the plan lies now; default where it lay then"),
      new Option("--times <count>", "runs that must suspect it, the first among them; 3 for a release").default("2"),
      new Option("--junit <file>", "also write the verdict as JUnit XML"),
      inconclusiveOption,
    ],
    load: async () => (await import("./commands/confirm.ts")).confirm,
  },
  {
    name: "calibrate <plan>",
    summary: "run one build against itself: the noise floor, and what one run can see",
    options: [...planOptions, scriptOption, tagOption, new Option("--times <count>", "how many runs").default("10")],
    load: async () => (await import("./commands/calibrate.ts")).calibrate,
  },
  {
    name: "stop [run]",
    summary: "end a run of this machine before its time; default the newest",
    options: [
      new Option("--now", "at once, cutting requests under way and clean-up"),
      new Option("--reason <text>", "why, for its report"),
    ],
    load: async () => (await import("./commands/stop.ts")).stop,
  },
  {
    name: "analyse <run>",
    summary: "judge a kept run again, with other objectives if you like",
    options: [repeatable("--slo <file>", "objectives"), inconclusiveOption],
    load: async () => (await import("./commands/analyse.ts")).analyseCommand,
  },
  {
    name: "report <run>",
    summary: "print a report of a run",
    options: [
      new Option("--format <format>", "which one").choices(["markdown", "html", "json", "junit"]).default("markdown"),
      new Option("--output <file>", "write it to a file"),
    ],
    load: async () => (await import("./commands/report.ts")).report,
  },
  {
    name: "runs",
    summary: "list the runs kept here, newest first",
    options: [
      new Option("--service <name>", "only of this service"),
      new Option("--limit <count>", "how many").default("20"),
      new Option("--rebuild", "fill the store from the run folders first"),
    ],
    load: async () => (await import("./commands/runs.ts")).runs,
  },
  {
    name: "show <run>",
    summary: "show the verdict of a run again",
    load: async () => (await import("./commands/show.ts")).show,
  },
  {
    name: "compare <before> <after>",
    summary: "hold two runs against each other, or two builds with --paired",
    options: [
      new Option("--paired", "run two builds in turns: names of environments, or base URLs of a local one"),
      new Option("--plan <file>", "the plan to run, with --paired"),
      new Option("--pairs <count>", "runs of each build, with --paired").default("6"),
      ...planOptions.filter(({ long }) => long !== "--base-url"),
      scriptOption,
      tagOption,
    ],
    load: async () => (await import("./commands/compare.ts")).compare,
  },
  {
    name: "replay <run>",
    summary: "rebuild verdict and report of a run from its folder, byte for byte",
    load: async () => (await import("./commands/replay.ts")).replay,
  },
  {
    name: "import-results <file>",
    summary: "judge results of k6 (CSV, JSON) or JMeter (JTL) like a run of our own",
    options: [
      repeatable("--slo <file>", "objectives"),
      new Option("--service <name>", "whose results these are").default("imported"),
      tagOption,
      new Option("--junit <file>", "also write the verdict as JUnit XML"),
      inconclusiveOption,
    ],
    load: async () => (await import("./commands/import-results.ts")).importCommand,
  },
  {
    name: "baselines [action] [run-or-file]",
    summary: "list | pin RUN | unpin RUN | drop RUN | export FILE | import FILE: what runs are compared with",
    options: [
      new Option("--service <name>", "whose baselines to list or export"),
      new Option("--label <text>", "what the pinned run is, such as release 4.2"),
      new Option("--limit <count>", "how many to list").default("20"),
      new Option("--last <count>", "how many of the newest to export").default("1000"),
    ],
    load: async () => (await import("./commands/baselines.ts")).baselines,
  },
  {
    name: "history <service-or-plan>",
    summary: "show a figure over earlier runs, and where its level changed",
    options: [
      new Option("--endpoint <name>", "this endpoint only"),
      new Option("--environment <name>", "this environment only"),
      new Option("--statistic <name>", "p50, p90, p95, p99, errors or throughput").default("p95"),
      new Option("--limit <count>", "newest runs to look at").default("200"),
    ],
    load: async () => (await import("./commands/history.ts")).history,
  },
  {
    name: "regressions [action] [id]",
    summary: "list | accept ID | reopen ID: the ledger of regressions that runs found",
    options: [
      new Option("--service <name>", "of this service only"),
      new Option("--all", "closed ones too"),
      new Option("--reason <text>", "why it is accepted"),
      new Option("--until <day>", "last day of the acceptance, such as 2027-01-31"),
      new Option("--for <length>", "how long it is accepted, such as 90d"),
    ],
    load: async () => (await import("./commands/regressions.ts")).regressions,
  },
  {
    name: "engines [install] [engine]",
    summary: "show the load engine, or obtain it",
    load: async () => (await import("./commands/engines.ts")).engines,
  },
  {
    name: "keys",
    summary: "print this machine's key for approvals, as a policy lists it",
    load: async () => (await import("./commands/keys.ts")).keys,
  },
  {
    name: "audit [run]",
    summary: "list who did what, and what the guard decided",
    options: [new Option("--limit <count>", "how many").default("50")],
    load: async () => (await import("./commands/audit.ts")).audit,
  },
  {
    name: "backup <file>",
    summary: "copy the store of runs into a file, also while it is in use",
    options: [new Option("--force", "overwrite a file that exists")],
    load: async () => (await import("./commands/backup.ts")).backup,
  },
  {
    name: "serve",
    summary: "serve the API and the page Perf-Xi, and run what is approved there",
    options: [
      new Option("--port <number>", "where to listen (PERF_AGENT_PORT; default 7070)"),
      new Option("--host <address>", "on which address (PERF_AGENT_HOST; default 127.0.0.1)"),
      new Option("--data <directory>", "folder of all that the service keeps (PERF_AGENT_DATA)"),
      new Option("--new-token", "make one more token that may do everything, and print its log-in link"),
      new Option("--check", "only print every setting and where it comes from"),
    ],
    load: async () => (await import("./commands/serve.ts")).serve,
  },
  {
    name: "eval",
    summary: "score the product on data whose right answers are known, beside simple methods",
    options: [
      new Option("--data <directory>", "public data, one folder a set; default: the repository's golden runs alone"),
      new Option("--held-out", "also the golden runs that were put aside, when all rules are fixed"),
      new Option("--write <file>", "write the page with all tables, as docs/evaluation.md"),
    ],
    load: async () => (await import("./commands/eval.ts")).evalCommand,
  },
  {
    name: "doctor",
    summary: "check everything a run needs on this machine",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
  {
    name: "errors [code]",
    summary: "list every error with its cause and remedy",
    load: async () => (await import("./commands/errors.ts")).errors,
  },
];

/** Parses the command line and runs one command. Resolves to the exit code; never rejects. */
export async function runProgram(system: System, version: string, composition: Composition): Promise<number> {
  const program = new Command("perf-agent")
    .description("Plans, guards, generates, runs, judges and explains load tests.")
    .version(version)
    .option("--json", "one JSON document on standard output and nothing else")
    .option("--quiet", "only what was asked for: verdict lines, no progress")
    .option("--verbose", "with stack traces")
    .option("--runs <directory>", "folder of runs (PERF_AGENT_RUNS; default runs)")
    .option("--no-color", "no colours (NO_COLOR)")
    .configureHelp({ sortSubcommands: false })
    .addHelpText(
      "after",
      "\nStart with `perf-agent init`, then `perf-agent try plan.yaml` and `perf-agent run plan.yaml`.",
    )
    .configureOutput({
      writeOut: (text) => system.stdout.write(text),
      // It repeats what was typed.
      writeErr: (text) => system.stderr.write(deafToBuildServers(text.split("\n").map(plain).join("\n"))),
      getOutHelpWidth: () => Math.min(system.stdout.columns, 120),
      getErrHelpWidth: () => Math.min(system.stderr.columns, 120),
    })
    .exitOverride()
    .showSuggestionAfterError();

  let exitCode = 0;
  let agent: Promise<Agent> | null = null;
  const globals = (): { json: boolean; quiet: boolean; verbose: boolean } => {
    const {
      json = false,
      quiet = false,
      verbose = false,
    } = program.opts<Partial<Record<"json" | "quiet" | "verbose", boolean>>>();
    return { json, quiet, verbose };
  };
  const context: CommandContext = {
    system,
    agent: () => {
      agent ??= composition.agent({ runs: program.opts<{ runs?: string }>().runs });
      return agent;
    },
    service: composition.service,
    pageDirectory: composition.pageDirectory,
    globals,
    // Without a terminal nothing is cut to its width: logs and pipes take long lines.
    style: { colour: false, columns: system.stdout.isTerminal ? system.stdout.columns : 160 },
    printJson: (value) => system.stdout.write(`${deafJson(JSON.stringify(value, null, 2))}\n`),
    print: (text) => system.stdout.write(deafToBuildServers(closed(text))),
    tell: (text) => {
      const { json, quiet } = globals();
      if (quiet) return;
      (json ? system.stderr : system.stdout).write(deafToBuildServers(closed(text)));
    },
  };

  for (const { name, summary, options = [], load } of commands) {
    const command = program.command(name).description(summary).exitOverride();
    for (const option of options) command.addOption(option);
    // Global options are understood behind the command too.
    for (const flag of ["--json", "--quiet", "--verbose"]) command.addOption(new Option(flag).hideHelp());
    command.addOption(new Option("--runs <directory>").hideHelp()).addOption(new Option("--no-color").hideHelp());
    command.action(async () => {
      const { json, quiet, verbose, runs, color, ...values } = command.opts<Record<string, unknown>>();
      for (const [key, value] of Object.entries({ json, quiet, verbose, runs })) {
        if (value !== undefined) program.setOptionValue(key, value);
      }
      if (color === false) program.setOptionValue("color", false);
      const { stdout, env } = system;
      const colour = stdout.isTerminal && (env["NO_COLOR"] ?? "") === "" && program.opts<{ color: boolean }>().color;
      const action = await load();
      exitCode = await action({ ...context, style: { ...context.style, colour } }, command.args, values);
    });
  }

  try {
    await program.parseAsync([...system.argv], { from: "user" });
  } catch (error) {
    exitCode = await tellError(error, context, system, program);
  } finally {
    const opened = await (agent as Promise<Agent> | null)?.catch(() => null);
    await opened?.close();
  }
  return exitCode;
}

function closed(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

async function tellError(error: unknown, context: CommandContext, system: System, program: Command): Promise<number> {
  const json = system.argv.includes("--json");
  let told: PerfAgentError;
  if (error instanceof CommanderError) {
    // Help and version leave by this way too, with nothing to tell.
    if (error.exitCode === 0 || error.code === "commander.help") return error.exitCode === 0 ? 0 : 2;
    if (!json) return 2;
    told = PerfAgentError.of("PA_USAGE", error.message.replace(/^error: /u, ""));
  } else if (error instanceof PerfAgentError) {
    told = error;
  } else {
    told = PerfAgentError.of("PA_INTERNAL", error instanceof Error ? error.message : String(error), { cause: error });
  }
  if (json) context.printJson(toErrorDocument(told));
  else {
    const { renderMistakes } = await import("./terminal/render-mistakes.ts");
    const colour =
      system.stderr.isTerminal && (system.env["NO_COLOR"] ?? "") === "" && program.opts<{ color: boolean }>().color;
    system.stderr.write(deafToBuildServers(renderMistakes(told.mistakes, { colour })));
  }
  if (context.globals().verbose && error instanceof Error) {
    system.stderr.write(`${error.stack ?? error.message}\n`);
    if (error.cause instanceof Error) system.stderr.write(`caused by ${error.cause.stack ?? error.cause.message}\n`);
  }
  return told.exitCode;
}
