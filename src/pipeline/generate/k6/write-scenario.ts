import type { Scenario, Step } from "../../../contract/test-plan.ts";
import type { ScriptWriter } from "./script-writer.ts";
import { comment, print, quote, type Code } from "./write-code.ts";
import { variableCode } from "./write-template.ts";

/** Names of the secrets that variables refer to, in the plan's order. */
export function secretsIn(refs: ReadonlySet<string>, writer: ScriptWriter): string[] {
  return writer.plan.secrets.map(({ name }) => name).filter((name) => refs.has(`secrets.${name}`));
}

/** The start of a function: async, with its secrets fetched, only where it needs any. */
export function opening(name: string, parameter: string, refs: ReadonlySet<string>, writer: ScriptWriter): string[] {
  const secrets = secretsIn(refs, writer);
  if (secrets.length === 0) return [`export function ${name}(${parameter}) {`];
  const list = print({ array: secrets.map((secret) => quote(secret)) }, 2);
  return [
    `export async function ${name}(${parameter}) {`,
    `  await ${writer.use("secrets", "fetchSecrets")}(${list});`,
  ];
}

/** A scenario: its facts as a constant, the function that k6 calls for each iteration, and a journey's steps. */
export function scenarioCode(scenario: Scenario, writer: ScriptWriter): string {
  const name = writer.identifier("scenario", scenario.name);
  const constant = writer.extra(scenario.name, "Scenario");
  const refs = writer.reach.scenarios.get(scenario.name)?.refs ?? new Set<string>();
  const lines = [
    ...factsOf(scenario, constant, writer),
    "",
    ...opening(name, writer.plan.setup.length > 0 ? "setupValues" : "", refs, writer),
    `  const pass = ${writer.use("pass", "begin")}(${constant}${writer.plan.setup.length > 0 ? ", setupValues" : ""});`,
    ...endOfData(scenario, refs, writer),
  ];
  const told = writer.trying
    ? [
        `  ${writer.use("tell", "tell")}(pass, { kind: "end", scenario: ${quote(scenario.name)}, failed: pass.failed });`,
      ]
    : [];
  const { work } = scenario;
  if (work.kind === "mix") {
    const mix = writer.extra(scenario.name, "Mix");
    const entries: Code = {
      array: work.entries.map(({ endpoint, weight }) => ({
        array: [JSON.stringify(weight), writer.identifier("endpoint", endpoint)],
      })),
    };
    lines.splice(0, 0, `const ${mix} = ${print(entries)};`);
    lines.push(`  ${writer.use("draw", "oneOf", "oneOf")}(pass, ${writer.place()}, ${mix})(pass);`);
    if (work.think !== null) lines.push(`  ${thinkCode(work.think, writer)}`);
    lines.push(...told, "}");
  } else {
    const steps = writer.extra(scenario.name, "Steps");
    lines.push(
      `  if (${steps}(pass)) ${writer.use("pass", "arrive", "journey", "thinkOrJourney")}(pass);`,
      ...told,
      "}",
      "",
    );
    lines.push(`/** True when the journey went through. */`, `function ${steps}(pass) {`);
    lines.push(...stepsCode(work.steps, 1, 0, writer), "  return true;", "}");
  }
  return [`// ${comment(scenario.name)}`, ...lines].join("\n");
}

function factsOf(scenario: Scenario, constant: string, writer: ScriptWriter): string[] {
  const hash = `${writer.use("draw", "hashText")}(seed + ${quote(` ${scenario.name}`)}, 0)`;
  const facts: [string, Code][] = [
    ["name", quote(scenario.name)],
    ["hash", hash],
  ];
  if (scenario.session === "vu") {
    facts.push(["session", quote("vu")]);
    writer.features.add("vuSession");
  }
  if (writer.reach.auths.length > 0)
    facts.push(["auth", scenario.auth === null ? "null" : writer.identifier("auth", scenario.auth)]);
  const rows = scenario.rows.filter(({ dataSet }) => writer.reach.dataSets.has(dataSet));
  if (writer.reach.dataSets.size > 0)
    facts.push([
      "rows",
      {
        object: rows.map(({ dataSet, offset, stride, drawsPerIteration }) => [
          dataSet,
          {
            object: [
              ["offset", String(offset)],
              ["stride", String(stride)],
              ["draws", String(drawsPerIteration)],
            ],
          },
        ]),
      },
    ]);
  return [`const ${constant} = ${print({ object: facts })};`];
}

/** Data that ends with `stop` ends the scenario quietly: iterations go on without a request. */
function endOfData(scenario: Scenario, refs: ReadonlySet<string>, writer: ScriptWriter): string[] {
  const ending = writer.plan.data.filter(
    ({ name, atEnd, mode }) =>
      atEnd === "stop" && mode !== "random" && [...refs].some((ref) => ref.startsWith(`${name}.`)),
  );
  if (ending.length === 0) return [];
  const hasRow = writer.use("rows", "hasRow", "hasRow");
  const missing = ending.map(({ name }) => `!${hasRow}(pass, ${writer.identifier("data", name)}, 0)`).join(" || ");
  // A closed model would spin; in an open one a sleeping virtual user would be missed.
  if (scenario.load.model !== "closed") return [`  if (${missing}) return; // the rows are used up`];
  writer.features.add("mainSleep");
  return [`  if (${missing}) return sleep(1); // the rows are used up: this virtual user idles`];
}

function thinkCode({ minMs, maxMs }: { minMs: number; maxMs: number }, writer: ScriptWriter): string {
  writer.features.add(writer.trying ? "tryThink" : "plainThink");
  const think = writer.use("pass", "think", "think", "sleep", "between", "thinkOrJourney");
  return `${think}(pass, ${writer.place()}, ${minMs}, ${maxMs});`;
}

function stepsCode(steps: readonly Step[], depth: number, loops: number, writer: ScriptWriter): string[] {
  const indent = "  ".repeat(depth);
  return steps.flatMap((step): string[] => {
    switch (step.kind) {
      case "request": {
        const call = `${writer.identifier("endpoint", step.endpoint)}(pass)`;
        if (step.onFailure === "continue") return [`${indent}${call}; // goes on when it fails`];
        return [`${indent}if (!${call}) return false;`];
      }
      case "think":
        return [`${indent}${thinkCode(step, writer)}`];
      case "chance": {
        const happens = writer.use("draw", "happens", "happens");
        return [
          `${indent}if (${happens}(pass, ${writer.place()}, ${JSON.stringify(step.share)})) {`,
          ...stepsCode(step.steps, depth + 1, loops, writer),
          `${indent}}`,
        ];
      }
      case "repeat": {
        const times =
          step.min === step.max
            ? String(step.min)
            : `${writer.use("draw", "between", "between")}(pass, ${writer.place()}, ${step.min}, ${step.max})`;
        const count = loops === 0 ? "left" : `left${loops + 1}`;
        const goesOn =
          step.whileVariable === null
            ? ""
            : ` && ${writer.use("pass", "goesOn", "while")}(${variableCode(step.whileVariable, writer)})`;
        return [
          `${indent}for (let ${count} = ${times}; ${count} > 0${goesOn}; ${count} -= 1) {`,
          ...stepsCode(step.steps, depth + 1, loops + 1, writer),
          `${indent}}`,
        ];
      }
      default: {
        const set = writer.dataSet(step.dataSet);
        const identifier = writer.identifier("data", step.dataSet);
        const next = `${indent}${writer.use("rows", "nextRow", "nextRow")}(pass, ${identifier});`;
        if (set.atEnd !== "stop" || set.mode === "random") return [next];
        return [`${indent}if (!${writer.use("rows", "hasRow", "hasRow")}(pass, ${identifier}, 1)) return false;`, next];
      }
    }
  });
}
