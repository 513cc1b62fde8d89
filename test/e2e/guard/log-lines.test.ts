import { describe, expect, it } from "vitest";
import { edited, honestPlan, type Stage } from "../../support/attack-stage.ts";
import { enginesUnderTest } from "../../support/attack-engine.ts";
import { inIteration, scriptFolder, writeEditedScript } from "../../support/attack-script.ts";
import type { Finished } from "../../support/command-line.ts";
import { onStage } from "../../support/attack-table.ts";

interface LogAttack {
  readonly name: string;
  readonly prepare?: (stage: Stage) => Promise<void>;
  readonly args: readonly string[];
}

/** What build servers obey and terminals act on: GitHub, Azure, TeamCity, GitLab's sections, cursor movement, a title, a bell. */
const hostile = [
  "::error file=a,line=1::owned",
  "::set-output name=verdict::pass",
  "::add-mask::pass",
  "::stop-commands::x",
  "##[error]owned",
  "##vso[task.setvariable variable=VERDICT]pass",
  "##teamcity[buildStatus status='SUCCESS']",
  "\u001B[2J\u001B[1;1H\u001B[32mPASS",
  "\u001B]0;owned\u0007",
  "\u009B2J",
  "section_start:1:a\r\u001B[0K",
  "\r::warning::behind a carriage return",
  "\u2028::notice::behind a line separator",
].join("\n");
const literal = JSON.stringify(hostile);
const said = encodeURIComponent(hostile);

const attacks: readonly LogAttack[] = [
  {
    name: "the console of an edited script",
    prepare: (stage) =>
      writeEditedScript(
        stage,
        inIteration(`console.log(${literal}); console.error(${literal}); console.warn(${literal});`),
      ),
    args: ["run", "plan.yaml", "--script", scriptFolder],
  },
  {
    name: "an exception of an edited script",
    prepare: (stage) => writeEditedScript(stage, inIteration(`throw new Error(${literal});`)),
    args: ["run", "plan.yaml", "--script", scriptFolder],
  },
  {
    name: "a script that fails while it is read",
    prepare: (stage) =>
      writeEditedScript(stage, (script) => {
        script.main += `\nthrow new Error(${literal});\n`;
      }),
    args: ["run", "plan.yaml", "--script", scriptFolder],
  },
  {
    name: "a response that is shown",
    prepare: (stage) => stage.write("plan.yaml", edited(honestPlan, "path: /home", `path: "/say?text=${said}"`)),
    args: ["try", "plan.yaml"],
  },
  {
    name: "a value taken from a response",
    prepare: (stage) =>
      stage.write(
        "plan.yaml",
        edited(
          honestPlan,
          "path: /home",
          `path: "/say?text=${said}", expect: { contains: nothing }, extract: { all: { regex: "(?s)(.+)" } }`,
        ),
      ),
    args: ["try", "plan.yaml"],
  },
  {
    name: "a redirect's target in an error",
    prepare: (stage) =>
      stage.write(
        "plan.yaml",
        edited(honestPlan, "path: /home", `path: "/redirect?to=http://127.0.0.2/${said}", redirects: 3`),
      ),
    args: ["run", "plan.yaml"],
  },
  {
    name: "an unknown field",
    prepare: (stage) => stage.write("plan.yaml", `${honestPlan}${literal}: 1\n`),
    args: ["validate", "plan.yaml"],
  },
  {
    name: "an unknown name",
    prepare: (stage) => stage.write("plan.yaml", edited(honestPlan, "mix: { home: 1 }", `mix: { ${literal}: 1 }`)),
    args: ["validate", "plan.yaml"],
  },
  {
    name: "a value of a policy",
    prepare: (stage) =>
      stage.write("perf-agent.yaml", `apiVersion: perf-agent/v1\nkind: Policy\nlimits: { vus: ${literal} }\n`),
    args: ["plan", "plan.yaml"],
  },
  {
    name: "an objective",
    prepare: (stage) =>
      stage.write("slo.yaml", `apiVersion: perf-agent/v1\nkind: SloSet\nobjectives: [ ${literal} ]\n`),
    args: ["validate", "plan.yaml"],
  },
  {
    name: "a cell of a data file",
    prepare: (stage) =>
      stage
        .write("rows.json", JSON.stringify([{ name: hostile, [hostile]: 1 }]))
        .then(() =>
          stage.write(
            "plan.yaml",
            edited(`${honestPlan}data: { rows: { file: rows.json } }\n`, "path: /home", 'path: "/{rows.nmae}"'),
          ),
        ),
    args: ["plan", "plan.yaml"],
  },
  { name: "the name of a plan file", args: ["run", `${hostile}.yaml`] },
  { name: "an environment of the command line", args: ["run", "plan.yaml", "--env", hostile] },
  { name: "an override", args: ["run", "plan.yaml", "--override", `${hostile}=1`] },
  { name: "a base URL", args: ["run", "plan.yaml", "--base-url", hostile] },
  { name: "a tag of the run", args: ["run", "plan.yaml", "--tag", `a=${hostile}`] },
  { name: "the name of a run", args: ["show", hostile] },
  { name: "a command that does not exist", args: [hostile] },
  { name: "a flag that does not exist", args: ["run", "plan.yaml", `--${hostile}`] },
];

/** Lines that a build server would obey, and characters that a terminal would act on. */
function obeyed({ stdout, stderr }: Finished): string[] {
  const texts = [stdout, stderr];
  const commands = texts
    .flatMap((text) => text.split(/[\n\r\u2028\u2029]/u))
    .filter((line) => /^\s*(?:::|##\[)|##vso\[|##teamcity\[/iu.test(line));
  const controls = texts.flatMap((text) => text.match(/[^\P{Cc}\n]/gu) ?? []);
  return [...commands, ...controls.map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16)}`)];
}

const [engine] = await enginesUnderTest();

describe.skipIf(engine?.found === null)("output that build servers and terminals do not obey", () => {
  for (const form of ["text", "JSON"] as const) {
    it.concurrent.each(attacks)(`$name, as ${form}`, async ({ prepare, args }) => {
      await onStage(async (stage) => {
        await prepare?.(stage);
        const finished = await stage.run([...args, ...(form === "JSON" ? ["--json"] : [])]);
        expect(obeyed(finished), finished.stdout.slice(0, 3000)).toEqual([]);
        expect(await stage.production.arrivals()).toEqual([]);
      });
    });
  }

  it("would be seen", () => {
    const seen = obeyed({ code: 0, stdout: hostile, stderr: "" });
    for (const text of ["::error", "::set-output", "##[error]", "##vso[", "##teamcity[", "::warning", "::notice"])
      expect(seen.some((line) => line.includes(text))).toBe(true);
    expect(seen).toEqual(expect.arrayContaining(["U+1b", "U+7", "U+9b", "U+d"]));
  });
});
