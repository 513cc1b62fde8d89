import type { Objective } from "../../../contract/slo-set.ts";
import { parseDuration, parseRate, parseShare } from "../units.ts";
import { WordProblem } from "./word-problem.ts";

/** Parses `criticality=high`. The name ends at the first "=". Throws WordProblem at offset `at`. */
export function parseTag(text: string, at: number): NonNullable<Objective["tag"]> {
  const [, name, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new WordProblem(at, `"${text}" is not a tag: write its name and value, such as criticality=high`);
  return { name, value };
}

/** Parses a limit in the unit of its statistic. Throws WordProblem at offset `at`. */
export function parseLimit(text: string, unit: Objective["unit"], at: number): number {
  const limit =
    unit === "ms"
      ? parseDuration(text)
      : unit === "fraction"
        ? parseShare(text)
        : unit === "per-second"
          ? parseRate(text)
          : parseScore(text);
  if (limit === null) throw new WordProblem(at, `"${text}" is not ${limitForms[unit]}`);
  return limit;
}

const limitForms: Readonly<Record<Objective["unit"], string>> = {
  ms: "a duration: write it with its unit, such as 400ms or 1.5s",
  fraction: "a share: write it as a percentage from 0% to 100%, such as 0.1%",
  "per-second": "a rate: write it as 190/s or 30/min",
  score: "an Apdex score: write a number from 0 to 1, such as 0.9",
};

function parseScore(text: string): number | null {
  const score = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
  return score !== null && score <= 1 ? score : null;
}

/** Parses the length of a window. Throws WordProblem. */
export function parseEvery(text: string, at: number): number {
  const everyMs = parseDuration(text);
  if (everyMs === null || everyMs <= 0)
    throw new WordProblem(at, `"${text}" is not the length of a window: write whole seconds, such as 30s`);
  if (everyMs % 1000 !== 0)
    throw new WordProblem(at, `a window of ${text} is not whole seconds; measurements are kept by the second`);
  return everyMs;
}

/** Parses the share of windows that must hold. Throws WordProblem. */
export function parseWindowShare(text: string, at: number): number {
  const share = parseShare(text);
  if (share === null || share <= 0)
    throw new WordProblem(at, `"${text}" is not a share of windows: write a percentage above 0%, such as 95%`);
  return share;
}
