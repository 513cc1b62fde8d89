import type { ScriptWriter } from "./script-writer.ts";
import { comment, print, quote } from "./write-code.ts";
import { pathCode } from "./write-expectations.ts";
import { opening } from "./write-scenario.ts";

/** setup() and teardown(). What setup extracts is handed to every iteration. */
export function onceCode(writer: ScriptWriter): string[] {
  const { plan, reach } = writer;
  const parts: string[] = [];
  if (plan.setup.length > 0)
    parts.push(
      [
        ...opening("setup", "", reach.setup.refs, writer),
        beginCode("setup", "", writer),
        ...plan.setup.map(
          (name) =>
            `  if (!${writer.identifier("endpoint", name)}(pass)) return ${writer.use("pass", "giveUp", "giveUp")}(${quote(`setup: the request ${name} failed`)});`,
        ),
        "  return pass.session.values;",
        "}",
      ].join("\n"),
    );
  if (plan.teardown.length > 0 || plan.leftovers !== null)
    parts.push(cleanupCode("teardown", plan.setup.length > 0 ? "setupValues" : "", writer));
  return parts;
}

/** Clean-up as the only scenario of a script: the same requests, with the same ids, as teardown() makes. */
export function cleanupScenarioCode(name: string, writer: ScriptWriter): string {
  return `// ${comment(name)}\n${cleanupCode(writer.identifier("scenario", name), "", writer)}`;
}

/** Each step is tried, whatever becomes of those before it; then what is left is counted. */
function cleanupCode(name: string, setupValues: string, writer: ScriptWriter): string {
  const { plan, reach } = writer;
  return [
    ...opening(name, setupValues, reach.cleanup.refs, writer),
    beginCode("teardown", setupValues, writer),
    ...plan.teardown.map((step) => `  ${writer.identifier("endpoint", step)}(pass);`),
    ...leftoversCode(writer),
    "}",
  ].join("\n");
}

function leftoversCode(writer: ScriptWriter): string[] {
  const { leftovers } = writer.plan;
  if (leftovers === null) return [];
  const note = writer.use("leftovers", "noteLeftovers", "leftovers");
  const found = `pass.answer.all(${print(pathCode(leftovers.count, writer))})`;
  return [
    `  if (${writer.identifier("endpoint", leftovers.endpoint)}(pass)) ${note}(${found}, ${quote(leftovers.count)});`,
  ];
}

function beginCode(name: "setup" | "teardown", setupValues: string, writer: ScriptWriter): string {
  const facts = [
    `name: ${quote(name)}`,
    `hash: ${writer.use("draw", "hashText")}(seed + ${quote(` ${name}()`)}, 0)`,
    ...(writer.reach.auths.length > 0 ? ["auth: null"] : []),
    ...(writer.reach.dataSets.size > 0 ? ["rows: {}"] : []),
  ];
  const given = setupValues === "" ? "" : `, ${setupValues}`;
  return `  const pass = ${writer.use("pass", "beginOnce", "once")}({ ${facts.join(", ")} }${given});`;
}
