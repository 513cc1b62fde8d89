import { planFields } from "../../contract/plan-document.ts";
import type { Scenario, Step } from "../../contract/test-plan.ts";
import type { DocumentEntry, DocumentNode, Place } from "./document-reader.ts";
import { measureWork } from "./measure-work.ts";
import { didYouMean, type Notes } from "./notes.ts";
import { defaultLoad, readLoad } from "./read-load.ts";
import { readSampleTags } from "./read-pairs.ts";
import {
  checkName,
  Fields,
  invalid,
  readCountRange,
  readDuration,
  readDurationRange,
  readEntries,
  readItems,
  readOneOf,
  readShare,
  readText,
} from "./read-values.ts";

export interface Declared {
  readonly endpoints: readonly string[];
  readonly dataSets: readonly string[];
  readonly auths: readonly string[];
}

export interface ReadScenario {
  /** Rows are assigned when all scenarios are known. */
  readonly scenario: Scenario;
  readonly place: Place;
  /** Variables that `while` looks at. */
  readonly whiles: readonly { readonly name: string; readonly place: Place }[];
}

const scenarioName = /^[A-Za-z0-9_-]{1,64}$/;

/** Reads one scenario; undefined when it has no usable load or work. */
export function readScenario(
  notes: Notes,
  entry: DocumentEntry,
  known: Declared,
  defaultAuth: string | null,
): ReadScenario | undefined {
  const { key: name, keyPlace, node } = entry;
  // A key of that name would become the prototype of the scenarios in the script.
  if (!scenarioName.test(name) || name === "__proto__")
    notes.mistake(
      "PA_PLAN_INVALID_VALUE",
      keyPlace,
      `the name of scenario "${name.slice(0, 80)}" may hold letters, digits, _ and - only, 64 at most`,
    );
  const what = `scenario "${name}"`;
  const fields = new Fields(notes, node, `a scenario`, planFields.scenario);
  const whiles: { name: string; place: Place }[] = [];
  const before = notes.mistakes.length;
  const work = readWork(notes, fields, name, known, whiles);
  if (notes.mistakes.length > before) notes.usesAreUncertain = true;
  const loadNode = fields.node("load");
  if (loadNode === undefined && node.kind === "map")
    notes.mistake("PA_PLAN_MISSING_FIELD", keyPlace, `${what} has no \`load\`; write one such as { profile: smoke }`);
  const thinkMs = work === undefined ? 0 : measureWork(work, () => false).thinkMs.max;
  const load = loadNode === undefined ? undefined : readLoad(notes, loadNode, name, { thinkMs });
  const authNode = fields.node("auth");
  const written = fields.read("auth", readText);
  if (written !== undefined && written !== "none" && authNode !== undefined)
    checkName(notes, authNode.place, `${what} uses auth`, written, known.auths);
  if (work === undefined) return undefined;
  return {
    place: keyPlace,
    whiles,
    scenario: {
      name,
      startAfterMs: fields.read("startAfter", readDuration) ?? 0,
      load: load ?? defaultLoad,
      session: fields.read("session", readOneOf(["iteration", "vu"])) ?? "iteration",
      auth: written === undefined ? defaultAuth : written === "none" ? null : written,
      work,
      rows: [],
      tags: readSampleTags(notes, fields.node("tags"), what),
    },
  };
}

function readWork(
  notes: Notes,
  fields: Fields,
  scenario: string,
  known: Declared,
  whiles: { name: string; place: Place }[],
): Scenario["work"] | undefined {
  const what = `scenario "${scenario}"`;
  const mix = fields.node("mix");
  const journey = fields.node("journey");
  if (mix !== undefined && journey !== undefined) {
    notes.mistake(
      "PA_PLAN_INVALID_VALUE",
      fields.entry("journey")?.keyPlace ?? journey.place,
      `${what} has a \`mix\` and a \`journey\`; keep one`,
    );
    return undefined;
  }
  if (journey !== undefined) {
    const think = fields.entry("think");
    if (think !== undefined)
      notes.mistake(
        "PA_PLAN_UNKNOWN_FIELD",
        think.keyPlace,
        `\`think\` of a scenario belongs to a \`mix\`; in a journey it is a step: - { think: 2s }`,
      );
    const steps = new StepReader(notes, what, known, whiles).steps(journey, `\`journey\` of ${what}`);
    return { kind: "journey", steps };
  }
  if (mix === undefined) {
    notes.mistake("PA_PLAN_MISSING_FIELD", fields.place, `${what} has neither \`mix\` nor \`journey\``);
    return undefined;
  }
  const entries = readEntries(notes, mix, `\`mix\` of ${what}`).flatMap(({ key: endpoint, keyPlace, node }) => {
    checkName(notes, keyPlace, `${what} uses endpoint`, endpoint, known.endpoints);
    const weight = node.kind === "scalar" && typeof node.value === "number" ? node.value : null;
    if (weight !== null && weight > 0 && weight <= 1_000_000) return [{ endpoint, weight }];
    invalid(notes, node, `the weight of "${endpoint}" in ${what}`, "a number above 0");
    return [];
  });
  if (mix.kind === "map" && mix.entries.length === 0)
    invalid(notes, mix, `\`mix\` of ${what}`, "a map of at least one endpoint to its weight");
  return { kind: "mix", entries, think: fields.read("think", readDurationRange) ?? null };
}

const stepKinds = ["think", "repeat", "chance", "next", "step"] as const;
const stepFields: Readonly<Record<(typeof stepKinds)[number], readonly string[]>> = {
  think: ["think"],
  repeat: ["repeat", "while", "do"],
  chance: ["chance", "do"],
  next: ["next"],
  step: ["step", "onFailure"],
};

class StepReader {
  readonly #notes: Notes;
  readonly #scenario: string;
  readonly #known: Declared;
  readonly #whiles: { name: string; place: Place }[];

  constructor(notes: Notes, scenario: string, known: Declared, whiles: { name: string; place: Place }[]) {
    this.#notes = notes;
    this.#scenario = scenario;
    this.#known = known;
    this.#whiles = whiles;
  }

  steps(node: DocumentNode, what: string): Step[] {
    const items = readItems(this.#notes, node, what);
    if (items?.length === 0) invalid(this.#notes, node, what, "a list of at least one step");
    return (items ?? []).flatMap((item) => this.#step(item) ?? []);
  }

  #step(node: DocumentNode): Step | undefined {
    if (node.kind === "scalar" && node.value !== null) return this.#request(node, "end");
    const where = `a step of ${this.#scenario}`;
    if (node.kind !== "map")
      return invalid(
        this.#notes,
        node,
        where,
        "an endpoint's name or one of { think }, { repeat, do }, { chance, do }, { next }, { step }",
      );
    const kind = stepKinds.find((one) => node.entries.some(({ key }) => key === one));
    if (kind === undefined) {
      const [first] = node.entries;
      const key = first?.key ?? "";
      this.#notes.mistake(
        "PA_PLAN_UNKNOWN_FIELD",
        first?.keyPlace ?? node.place,
        `"${key}" is not a kind of step.${didYouMean(key, stepKinds) || ` Kinds: ${stepKinds.join(", ")}, or the name of an endpoint.`}`,
      );
      return undefined;
    }
    const fields = new Fields(this.#notes, node, `a \`${kind}\` step`, stepFields[kind]);
    const inner = (): Step[] => {
      const list = fields.node("do");
      if (list !== undefined) return this.steps(list, `\`do\` of a \`${kind}\` step`);
      fields.need("do", readItems, "write the steps inside");
      return [];
    };
    switch (kind) {
      case "think": {
        const think = fields.need("think", readDurationRange, "write how long");
        return think === undefined ? undefined : { kind, ...think };
      }
      case "repeat": {
        const count = fields.need("repeat", readCountRange, "write how often");
        const whileNode = fields.node("while");
        const name = fields.read("while", readText)?.replace(/^\{(.*)\}$/, "$1") ?? null;
        if (name !== null && whileNode !== undefined) this.#whiles.push({ name, place: whileNode.place });
        const steps = inner();
        return count === undefined ? undefined : { kind, ...count, whileVariable: name, steps };
      }
      case "chance": {
        const share = fields.need("chance", readShare, "write a share such as 30%");
        const steps = inner();
        return share === undefined ? undefined : { kind, share, steps };
      }
      case "next": {
        const dataSet = fields.need("next", readText, "name a data set");
        if (dataSet === undefined) return undefined;
        const place = fields.node("next")?.place ?? fields.place;
        checkName(this.#notes, place, `${this.#scenario} takes the next row of`, dataSet, this.#known.dataSets);
        return { kind, dataSet };
      }
      default: {
        const onFailure = fields.read("onFailure", readOneOf(["end", "continue"])) ?? "end";
        const name = fields.node("step");
        if (name !== undefined) return this.#request(name, onFailure);
        fields.need("step", readText, "name an endpoint");
        return undefined;
      }
    }
  }

  #request(node: DocumentNode, onFailure: "end" | "continue"): Step | undefined {
    const endpoint = readText(this.#notes, node, `a step of ${this.#scenario}`);
    if (endpoint === undefined) return undefined;
    checkName(this.#notes, node.place, `${this.#scenario} uses endpoint`, endpoint, this.#known.endpoints);
    return { kind: "request", endpoint, onFailure };
  }
}
