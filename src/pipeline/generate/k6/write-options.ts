import { PerfAgentError } from "../../../contract/errors.ts";
import type { Load, Scenario } from "../../../contract/test-plan.ts";
import { formatDuration } from "./format-duration.ts";
import type { ScriptWriter } from "./script-writer.ts";
import { print, quote, type Code } from "./write-code.ts";
import type { Thresholds } from "./write-thresholds.ts";

/** Tags that k6 puts on its samples. The URL is left out: with ids in paths every request would be a series of its own. */
const systemTags = [
  "check",
  "error",
  "error_code",
  "expected_response",
  "group",
  "method",
  "name",
  "scenario",
  "status",
];

/** The options of the script: scenarios, what k6 keeps of responses, thresholds. */
export function optionsCode(thresholds: Thresholds, writer: ScriptWriter): string {
  const options: [string, Code][] = [
    [
      "scenarios",
      { object: writer.plan.scenarios.map((scenario) => [scenarioName(scenario), executorCode(scenario, writer)]) },
    ],
    ["discardResponseBodies", "true"],
  ];
  if (writer.plan.connections === "per-iteration") options.push(["noVUConnectionReuse", "true"]);
  options.push(["systemTags", { array: systemTags.map((tag) => quote(tag)) }]);
  if (thresholds.entries.length > 0)
    options.push([
      "thresholds",
      {
        object: thresholds.entries.map(([metric, conditions]) => [
          metric,
          { array: conditions.map((condition) => quote(condition)) },
        ]),
      },
    ]);
  return [
    ...thresholds.remarks.map((remark) => `// ${remark}`),
    `export const options = ${print({ object: options })};`,
  ].join("\n");
}

function scenarioName({ name }: Scenario): string {
  if (/^[\w-]+$/u.test(name)) return name;
  throw PerfAgentError.of(
    "PA_PLAN_INVALID_VALUE",
    `the scenario name ${JSON.stringify(name)} has characters that k6 does not take; use letters, digits, "_" and "-"`,
  );
}

function executorCode(scenario: Scenario, writer: ScriptWriter): Code {
  const parts: [string, Code][] = [...modelCode(scenario.load)];
  parts.push(["exec", quote(writer.identifier("scenario", scenario.name))]);
  if (scenario.startAfterMs > 0) parts.push(["startTime", quote(formatDuration(scenario.startAfterMs))]);
  parts.push(["gracefulStop", quote(formatDuration(scenario.load.drainMs))]);
  const tags = Object.entries(scenario.tags);
  if (tags.length > 0) parts.push(["tags", { object: tags.map(([name, value]) => [name, quote(value)]) }]);
  return { object: parts };
}

function modelCode(load: Load): [string, Code][] {
  switch (load.model) {
    case "open": {
      const { unitMs, targets } = wholeRates(load.stages.map(({ toPerSecond }) => toPerSecond));
      return [
        ["executor", quote("ramping-arrival-rate")],
        ["startRate", "0"],
        ["timeUnit", quote(formatDuration(unitMs))],
        ["preAllocatedVUs", String(load.maxVus)],
        ["maxVUs", String(load.maxVus)],
        ["stages", stagesCode(load.stages.map(({ durationMs }, index) => [durationMs, targets[index] ?? 0]))],
      ];
    }
    case "closed":
      return [
        ["executor", quote("ramping-vus")],
        ["startVUs", "0"],
        ["gracefulRampDown", quote(formatDuration(load.drainMs))],
        ["stages", stagesCode(load.stages.map(({ durationMs, toVus }) => [durationMs, toVus]))],
      ];
    default:
      return [
        ["executor", quote(load.mode === "shared" ? "shared-iterations" : "per-vu-iterations")],
        ["vus", String(load.vus)],
        ["iterations", String(load.iterations)],
        ["maxDuration", quote(formatDuration(load.maxDurationMs))],
      ];
  }
}

function stagesCode(stages: readonly (readonly [number, number])[]): Code {
  return {
    array: stages.map(([durationMs, target]) => ({
      object: [
        ["duration", quote(formatDuration(durationMs))],
        ["target", String(target)],
      ],
    })),
  };
}

/** k6 takes whole rates only: the smallest unit of time in which all of them are whole, else the hour, rounded. */
function wholeRates(perSecond: readonly number[]): { unitMs: number; targets: number[] } {
  const units = [1_000, 10_000, 60_000, 600_000, 3_600_000];
  const unitMs = units.find((unit) => perSecond.every((rate) => isWhole((rate * unit) / 1_000))) ?? 3_600_000;
  return { unitMs, targets: perSecond.map((rate) => Math.round((rate * unitMs) / 1_000)) };
}

/** Within what dividing by 60 loses. */
function isWhole(rate: number): boolean {
  return Math.abs(rate - Math.round(rate)) <= 1e-9 * Math.max(1, rate);
}
