const unitMs: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  ns: 0.000_001,
};

/** A duration as Go prints it ("10m30s", "1.5s") in ms; null when it is none. */
export function readGoDuration(text: string): number | null {
  if (text === "0") return 0;
  let ms = 0;
  let rest = text;
  while (rest !== "") {
    const part = /^(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)/u.exec(rest);
    if (part === null) return null;
    ms += Number(part[1]) * (unitMs[part[2] ?? ""] ?? Number.NaN);
    rest = rest.slice(part[0].length);
  }
  return text === "" ? null : ms;
}
