import { planFields } from "../../contract/plan-document.ts";
import type { Load } from "../../contract/test-plan.ts";
import type { DocumentNode } from "./document-reader.ts";
import {
  breakpointShape,
  explicitShape,
  plateauShape,
  smokeShape,
  spikeShape,
  stressShape,
  type Shape,
  type Stage,
} from "./load-shape.ts";
import { didYouMean, type Notes } from "./notes.ts";
import {
  Fields,
  invalid,
  readDuration,
  readItems,
  readLasting,
  readOneOf,
  readRate,
  readRising,
  readWhole,
} from "./read-values.ts";
import { formatDuration, parseRate } from "./units.ts";

const second = 1000;
const minute = 60 * second;
const defaultDrainMs = 30 * second;
const defaultMaxDurationMs = 9 * 60_000;

/** A bound against slips; what may really run is the guard's matter. */
const mostVus = 100_000;
const mostIterations = 1_000_000_000;
const mostStages = 1000;
/** What `maxVus` of an open model is set to at most unless written: the product's own ceiling. */
const mostDefaultVus = 1000;

/** What an iteration needs beside its requests' own time, for the default of `maxVus`. */
export interface IterationNeed {
  /** Longest think time of one iteration, ms. */
  readonly thinkMs: number;
}

const profileFields = {
  smoke: ["vus", "hold"],
  load: ["rate", "vus", "rampUp", "hold", "rampDown"],
  stress: ["rate", "vus", "upTo", "steps", "each"],
  spike: ["rate", "vus", "peak", "before", "spike", "after"],
  soak: ["rate", "vus", "rampUp", "hold", "rampDown"],
  breakpoint: ["upTo", "over"],
} as const;
type Profile = keyof typeof profileFields;
const profiles: readonly Profile[] = ["smoke", "load", "stress", "spike", "soak", "breakpoint"];

/** One virtual user for half a minute: what a plan without scenarios does. */
export const defaultLoad: Load = closed("smoke", smokeShape(1, 30 * second), defaultDrainMs);

/** Reads the load of a scenario; undefined when it is too wrong to go on with. */
export function readLoad(notes: Notes, node: DocumentNode, scenario: string, need: IterationNeed): Load | undefined {
  const what = `the load of scenario "${scenario}"`;
  const fields = new Fields(notes, node, what, planFields.load);
  if (node.kind !== "map") return undefined;
  const drainMs = fields.read("drain", readDuration) ?? defaultDrainMs;
  if (fields.has("profile")) {
    const profile = fields.read("profile", readOneOf(profiles));
    if (profile === undefined) return undefined;
    return new ProfileReader(notes, fields, profile, drainMs, need).read();
  }
  if (fields.has("arrivalRate")) return readArrivalRate(notes, fields, drainMs, need);
  if (fields.has("iterations")) return readIterations(notes, fields, drainMs);
  if (fields.node("vus")?.kind === "list") {
    onlyFields(notes, fields, "`vus` stages", ["vus", "drain"]);
    const stages = readStages(notes, fields, "vus", readWhole(0, mostVus));
    return stages === undefined ? undefined : closed("explicit", explicitShape(stages), drainMs);
  }
  notes.mistake(
    "PA_PLAN_MISSING_FIELD",
    fields.place,
    `${what} has no form; write \`profile\` (${profiles.join(", ")}), \`arrivalRate\` stages, \`vus\` stages or \`iterations\``,
  );
  return undefined;
}

/** Notes fields of `load` that this form of it does not have. */
function onlyFields(notes: Notes, fields: Fields, form: string, allowed: readonly string[]): void {
  for (const name of fields.names()) {
    const entry = fields.entry(name);
    if (entry === undefined || allowed.includes(name) || !fields.has(name)) continue;
    const hint = didYouMean(name, allowed) || ` It has ${allowed.join(", ")}.`;
    notes.mistake("PA_PLAN_UNKNOWN_FIELD", entry.keyPlace, `"${name}" is not a field of ${form}.${hint}`);
  }
}

function readArrivalRate(notes: Notes, fields: Fields, drainMs: number, need: IterationNeed): Load | undefined {
  onlyFields(notes, fields, "`arrivalRate` stages", ["arrivalRate", "maxVus", "drain"]);
  const stages = readStages(notes, fields, "arrivalRate", readRate);
  return stages === undefined ? undefined : open(fields, "explicit", explicitShape(stages), drainMs, need);
}

function readStages(notes: Notes, fields: Fields, name: string, readLevel: typeof readRate): Stage[] | undefined {
  const items = fields.read(name, readItems);
  const node = fields.node(name);
  if (items === undefined || node === undefined) return undefined;
  if (items.length === 0 || items.length > mostStages)
    return invalid(notes, node, `\`${name}\` of ${fields.what}`, `a list of 1 to ${String(mostStages)} stages`);
  const stages = items.flatMap((item, index): Stage[] => {
    const stage = new Fields(notes, item, `stage ${String(index + 1)} of ${fields.what}`, ["to", "over"]);
    if (item.kind !== "map") return [];
    const to = stage.need("to", readLevel, "write the level that it reaches");
    const durationMs = stage.need("over", readDuration, "write how long it takes, 0s for a jump");
    return to === undefined || durationMs === undefined ? [] : [{ to, durationMs }];
  });
  if (stages.length < items.length) return undefined;
  if (stages.every(({ to }) => to === 0) || stages.every(({ durationMs }) => durationMs === 0))
    return invalid(notes, node, `\`${name}\` of ${fields.what}`, "stages that last and rise above 0");
  return stages;
}

function readIterations(notes: Notes, fields: Fields, drainMs: number): Load | undefined {
  onlyFields(notes, fields, "`iterations`", ["iterations", "vus", "mode", "maxDuration", "drain"]);
  const iterations = fields.read("iterations", readWhole(1, mostIterations));
  const vus = fields.has("vus") ? fields.read("vus", readWhole(1, mostVus)) : 1;
  const mode = fields.read("mode", readOneOf(["shared", "per-vu"])) ?? "shared";
  const maxDurationMs = fields.read("maxDuration", readLasting) ?? defaultMaxDurationMs;
  if (iterations === undefined || vus === undefined) return undefined;
  if (mode === "shared" && vus > iterations) {
    const node = fields.node("vus") ?? fields.node("iterations");
    if (node !== undefined)
      invalid(notes, node, `\`vus\` of ${fields.what}`, `no more than its ${String(iterations)} shared iterations`);
    return undefined;
  }
  const hold = { fromMs: 0, toMs: maxDurationMs };
  return { model: "iterations", profile: "explicit", drainMs, hold, iterations, vus, mode, maxDurationMs };
}

function closed(profile: Load["profile"], shape: Shape, drainMs: number): Load {
  const stages = shape.stages.map(({ to, durationMs }) => ({ toVus: to, durationMs }));
  return { model: "closed", profile, drainMs, hold: shape.hold, stages };
}

function open(fields: Fields, profile: Load["profile"], shape: Shape, drainMs: number, need: IterationNeed): Load {
  const stages = shape.stages.map(({ to, durationMs }) => ({ toPerSecond: to, durationMs }));
  const written = fields.read("maxVus", readWhole(1, mostVus));
  const peak = shape.stages.reduce((most, { to }) => Math.max(most, to), 0);
  const fallback = defaultMaxVus(peak, need.thinkMs);
  return {
    model: "open",
    profile,
    drainMs,
    hold: shape.hold,
    stages,
    maxVus: written ?? fallback.maxVus,
    maxVusReason: written === undefined ? fallback.reason : "as written",
  };
}

/** Little's law: users at work = iterations a second × seconds an iteration takes, which is assumed as 1 s and the longest think time. */
function defaultMaxVus(peakPerSecond: number, thinkMs: number): { maxVus: number; reason: string } {
  const needed = Math.max(1, Math.ceil((peakPerSecond * (second + thinkMs)) / second));
  const rate = `${String(Math.round(peakPerSecond * 100) / 100)}/s`;
  const length =
    thinkMs === 0 ? "1 s assumed an iteration" : `(1 s assumed an iteration + ${formatDuration(thinkMs)} think time)`;
  const reason = `${rate} × ${length}`;
  if (needed <= mostDefaultVus) return { maxVus: needed, reason };
  return { maxVus: mostDefaultVus, reason: `${reason} = ${String(needed)}, capped at ${String(mostDefaultVus)}` };
}

/** Reads one profile with the defaults of the table of profiles. */
class ProfileReader {
  readonly #notes: Notes;
  readonly #fields: Fields;
  readonly #profile: Profile;
  readonly #drainMs: number;
  readonly #need: IterationNeed;

  constructor(notes: Notes, fields: Fields, profile: Profile, drainMs: number, need: IterationNeed) {
    this.#notes = notes;
    this.#fields = fields;
    this.#profile = profile;
    this.#drainMs = drainMs;
    this.#need = need;
  }

  read(): Load | undefined {
    const isOpen = this.#fields.has("rate") || this.#profile === "breakpoint";
    const common = ["profile", "drain", ...(isOpen ? ["maxVus"] : [])];
    onlyFields(this.#notes, this.#fields, `profile ${this.#profile}`, [...profileFields[this.#profile], ...common]);
    const level = this.#level();
    if (level === undefined) return undefined;
    const shape = this.#shape(level, isOpen);
    if (shape === undefined) return undefined;
    if (isOpen) return open(this.#fields, this.#profile, shape, this.#drainMs, this.#need);
    return closed(this.#profile, shape, this.#drainMs);
  }

  /** The level that the profile is built on; 0 for a breakpoint, which starts there. */
  #level(): number | undefined {
    if (this.#profile === "breakpoint") return 0;
    if (this.#profile === "smoke" && !this.#fields.has("vus")) return 1;
    const rateEntry = this.#fields.entry("rate");
    if (this.#profile !== "smoke" && this.#fields.has("rate")) {
      if (this.#fields.has("vus") && rateEntry !== undefined) {
        const text = `${this.#fields.what} has \`rate\` (open model) and \`vus\` (closed model); keep one`;
        this.#notes.mistake("PA_PLAN_INVALID_VALUE", this.#fields.entry("vus")?.keyPlace ?? rateEntry.keyPlace, text);
        return undefined;
      }
      return this.#fields.read("rate", readRising);
    }
    return this.#fields.need(
      "vus",
      readWhole(1, mostVus),
      "write `rate` (iterations a second) or `vus` (concurrent users)",
    );
  }

  #shape(level: number, isOpen: boolean): Shape | undefined {
    const { rampUp, hold, rampDown } =
      this.#profile === "soak"
        ? { rampUp: 2 * minute, hold: 25 * minute, rampDown: minute }
        : { rampUp: 30 * second, hold: 5 * minute, rampDown: 15 * second };
    switch (this.#profile) {
      case "smoke":
        return smokeShape(level, this.#lasting("hold", 30 * second));
      case "load":
      case "soak":
        return plateauShape(
          level,
          this.#duration("rampUp", rampUp),
          this.#lasting("hold", hold),
          this.#duration("rampDown", rampDown),
        );
      case "stress": {
        const top = this.#target("upTo", level, 2, isOpen);
        const steps = this.#fields.read("steps", readWhole(1, 100)) ?? 4;
        const each = this.#lasting("each", 2 * minute);
        return top === undefined ? undefined : stressShape(level, top, steps, each, !isOpen);
      }
      case "spike": {
        const peak = this.#target("peak", level, 5, isOpen);
        const before = this.#duration("before", minute);
        const length = this.#lasting("spike", 30 * second);
        const after = this.#duration("after", 2 * minute);
        return peak === undefined ? undefined : spikeShape(level, peak, before, length, after);
      }
      default: {
        const top = this.#fields.need("upTo", readRising, "write the rate to climb to, such as 500/s");
        const over = this.#lasting("over", 15 * minute);
        return top === undefined ? undefined : breakpointShape(top, over);
      }
    }
  }

  #duration(name: string, fallback: number): number {
    return this.#fields.read(name, readDuration) ?? fallback;
  }

  #lasting(name: string, fallback: number): number {
    return this.#fields.read(name, readLasting) ?? fallback;
  }

  /** `3x` the level, or a level of its own. */
  #target(name: string, level: number, factor: number, isOpen: boolean): number | undefined {
    const node = this.#fields.node(name);
    if (node === undefined) return level * factor;
    const source = node.kind === "scalar" ? node.source : "";
    const times = /^(\d+(?:\.\d+)?)x$/.exec(source);
    const plain = isOpen ? parseRate(source) : /^\d+$/.test(source) ? Number(source) : null;
    const target = times === null ? plain : isOpen ? level * Number(times[1]) : Math.round(level * Number(times[1]));
    if (target !== null && target > 0 && target <= (isOpen ? 1_000_000 : mostVus)) return target;
    const wanted = isOpen ? "a factor such as 2x or a rate such as 400/s" : "a factor such as 2x or a number of users";
    return invalid(this.#notes, node, `\`${name}\` of ${this.#fields.what}`, wanted);
  }
}
