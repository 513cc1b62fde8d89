import { PerfAgentError } from "../../../contract/errors.ts";

/** One step of a path: a key, an index (negative from the end), every child, or any depth below. */
export type PathStep = string | number | { readonly step: "each" | "anywhere" };

const member = /^(?:(?<name>[\p{L}\p{N}_$-]+)|\*)/u;
const bracket =
  /^\[(?:(?<index>-?(?:0|[1-9]\d{0,8}))|\*|'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>(?:[^"\\]|\\.)*)")\]/su;

/**
 * Takes a JSONPath apart (RFC 9535 without filters, slices and unions): `$.a.b[0]`, `['a b']`, `[-1]`, `[*]`, `.*`, `..a`.
 * Throws PA_PLAN_INVALID_VALUE for anything else.
 */
export function parseJsonPath(path: string): PathStep[] {
  const refuse = (why: string): PerfAgentError =>
    PerfAgentError.of(
      "PA_PLAN_INVALID_VALUE",
      `the JSON path ${JSON.stringify(path)} ${why}; paths look like $.items[0].id, $.items[*].id or $..id`,
    );
  if (!path.startsWith("$")) throw refuse("does not begin with $");
  const steps: PathStep[] = [];
  let rest = path.slice(1);
  while (rest !== "") {
    const unread = rest;
    if (rest.startsWith("..")) {
      steps.push({ step: "anywhere" });
      rest = rest.slice(2);
    } else if (rest.startsWith(".")) rest = rest.slice(1);
    const dotted = rest.length < unread.length;
    const deep = unread.length - rest.length === 2;
    const found = (dotted ? member.exec(rest) : null) ?? (!dotted || deep ? bracket.exec(rest) : null);
    if (found === null) throw refuse(`cannot be read from "${unread}" on`);
    const { name, index, single, double } = found.groups ?? {};
    const key = name ?? (single ?? double)?.replaceAll(/\\(.)/gsu, "$1");
    if (key !== undefined) steps.push(key);
    else steps.push(index === undefined ? { step: "each" } : Number(index));
    rest = rest.slice(found[0].length);
  }
  return steps;
}
