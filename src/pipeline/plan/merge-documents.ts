import type { DocumentEntry, DocumentNode, Place } from "./document-reader.ts";
import { readDocument } from "./document-reader.ts";
import { declared, didYouMean, type Notes } from "./notes.ts";

type Path = readonly string[];

/** Fields of the plan whose keys are names that the plan itself declares. */
const nameMaps: readonly string[] = ["data", "secrets", "auth", "endpoints", "scenarios", "overlays"];

/** Forms of a load that shape it by themselves. */
const shapeFields: readonly string[] = ["profile", "arrivalRate", "iterations"];

/**
 * Applies a JSON merge patch (RFC 7386); every value keeps the place where it was written. One addition: a patch that gives a
 * scenario's load another profile or form starts that load anew (its `drain` stays), as the fields of the old form mean nothing to it.
 */
export function mergePatch(base: DocumentNode | undefined, patch: DocumentNode, path: Path = []): DocumentNode {
  if (patch.kind !== "map") return patch;
  let entries: readonly DocumentEntry[] = base?.kind === "map" ? base.entries : [];
  if (isLoad(path) && reshapes(entries, patch.entries)) entries = entries.filter(({ key }) => key === "drain");
  const merged = new Map(entries.map((entry) => [entry.key, entry]));
  for (const entry of patch.entries) {
    const { key, keyPlace, node } = entry;
    if (node.kind === "scalar" && node.value === null) merged.delete(key);
    else merged.set(key, { key, keyPlace, node: mergePatch(merged.get(key)?.node, node, [...path, key]) });
  }
  return { kind: "map", entries: [...merged.values()], place: base?.kind === "map" ? base.place : patch.place };
}

function isLoad(path: Path): boolean {
  return path.length === 3 && path[0] === "scenarios" && path[2] === "load";
}

function shape(entries: readonly DocumentEntry[]): string | undefined {
  const entry = entries.find(({ key }) => shapeFields.includes(key));
  if (entry === undefined) return entries.find(({ key, node }) => key === "vus" && node.kind === "list")?.key;
  return entry.key === "profile" && entry.node.kind === "scalar" ? `profile ${entry.node.source}` : entry.key;
}

function reshapes(base: readonly DocumentEntry[], patch: readonly DocumentEntry[]): boolean {
  const wanted = shape(patch);
  return wanted !== undefined && wanted !== shape(base);
}

/** Applies `path=value` (`-o` of the command line). The value is YAML; blank or null removes the field. */
export function applyOverride(notes: Notes, root: DocumentNode, override: string): DocumentNode {
  const file = `-o ${override}`;
  const place = { file, line: 1, column: 1 };
  const equals = override.search(/=/);
  const segments = equals < 1 ? null : splitPath(override.slice(0, equals));
  if (segments === null) {
    notes.mistake(
      "PA_USAGE",
      place,
      `"${override}" is not an override; write path=value, such as scenarios.browse.load.rate=50/s`,
    );
    return root;
  }
  const text = override.slice(equals + 1);
  const value: DocumentNode =
    text.trim() === ""
      ? { kind: "scalar", value: null, source: "", place }
      : // Blanks in front make the columns those of the whole option.
        readDocument(" ".repeat(equals + 1) + text, file).root;
  return set(notes, root, segments, value, [], place) ?? root;
}

/** `a.b."c d".0` to its segments; null when it is not one. */
function splitPath(text: string): string[] | null {
  if (!/^(?:"[^"]+"|[^."]+)(?:\.(?:"[^"]+"|[^."]+))*$/.test(text)) return null;
  return [...text.matchAll(/"([^"]+)"|([^."]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

function set(
  notes: Notes,
  base: DocumentNode | undefined,
  segments: readonly string[],
  value: DocumentNode,
  path: Path,
  place: Place,
): DocumentNode | undefined {
  const [key, ...rest] = segments;
  if (key === undefined) return value;
  const here = path.length === 0 ? "the plan" : path.join(".");
  if (base?.kind === "list") {
    const item = /^\d+$/.test(key) ? base.items[Number(key)] : undefined;
    if (item === undefined) {
      notes.mistake(
        "PA_PLAN_UNKNOWN_NAME",
        place,
        `${here} is a list of ${String(base.items.length)}; "${key}" is no place in it (the first is 0)`,
      );
      return undefined;
    }
    const next = set(notes, item, rest, value, [...path, key], place);
    return next === undefined ? undefined : { ...base, items: base.items.with(Number(key), next) };
  }
  if (base !== undefined && base.kind === "scalar" && base.value !== null) {
    notes.mistake("PA_PLAN_UNKNOWN_NAME", place, `${here} is the value "${base.source}" and has no field "${key}"`);
    return undefined;
  }
  const entries = base?.kind === "map" ? base.entries : [];
  const child = entries.find((entry) => entry.key === key)?.node;
  if (child === undefined && path.length === 1 && nameMaps.includes(here)) {
    const names = entries.map((entry) => entry.key);
    notes.mistake(
      "PA_PLAN_UNKNOWN_NAME",
      place,
      `\`${here}\` declares no "${key}".${didYouMean(key, names)} ${declared(names)}`,
    );
    return undefined;
  }
  const node = set(notes, child, rest, value, [...path, key], place);
  if (node === undefined) return undefined;
  const old = entries.find((entry) => entry.key === key);
  const entry = { key, keyPlace: rest.length === 0 || old === undefined ? place : old.keyPlace, node };
  const kept = isLoad(path) && reshapes(entries, [entry]) ? entries.filter((one) => one.key === "drain") : entries;
  const removed = rest.length === 0 && node.kind === "scalar" && node.value === null;
  return {
    kind: "map",
    place: base?.place ?? place,
    // In its old place, as the order of scenarios and headers means something.
    entries: removed
      ? kept.filter((one) => one.key !== key)
      : kept.includes(old ?? entry)
        ? kept.map((one) => (one === old ? entry : one))
        : [...kept, entry],
  };
}
