import { z } from "zod";

const lineSchema = z.looseObject({
  level: z.string(),
  msg: z.string(),
  error: z.string().optional(),
  hint: z.string().optional(),
  source: z.string().optional(),
  scenario: z.string().optional(),
});
type LogLine = z.infer<typeof lineSchema>;

const keptTexts = 20;
const blockedDial = /is in a (?:blacklisted range|blocked pattern)/u;

/** What the lines of an engine's log told so far. */
export interface EngineLogFacts {
  readonly scriptErrors: readonly string[];
  readonly scriptErrorCount: number;
  /** Lines about dials that the address or host block refused. */
  readonly blockedDials: number;
  readonly messages: readonly string[];
}

/** Reads k6's JSON log line by line. Texts are kept once each, at most 20. */
export function engineLogReader(): { read(line: string): void; facts(): EngineLogFacts } {
  const scriptErrors = new Set<string>();
  const messages = new Set<string>();
  let scriptErrorCount = 0;
  let blockedDials = 0;
  return {
    read(line) {
      const entry = parseLine(line);
      if (entry === null) {
        // A crash of the Go runtime is not JSON.
        if (line.trim() !== "") keep(messages, line);
        return;
      }
      if (blockedDial.test(entry.error ?? entry.msg)) blockedDials++;
      if (entry.source === "console" || !isError(entry)) return;
      if (isScriptException(entry)) {
        scriptErrorCount++;
        keep(scriptErrors, summaryOf(entry));
      } else keep(messages, summaryOf(entry));
    },
    facts: () => ({ scriptErrors: [...scriptErrors], scriptErrorCount, blockedDials, messages: [...messages] }),
  };
}

/** The first line of a log that says what went wrong, shortened to what happened and where; null when there is none. */
export function firstErrorOf(log: string): string | null {
  let plain: string | null = null;
  for (const line of log.split("\n")) {
    const entry = parseLine(line);
    if (entry !== null && entry.source !== "console" && isError(entry)) return summaryOf(entry);
    if (entry === null && line.trim() !== "") plain ??= line.trim();
  }
  return plain;
}

function keep(texts: Set<string>, text: string): void {
  if (texts.size < keptTexts) texts.add(text);
}

function parseLine(line: string): LogLine | null {
  if (!line.startsWith("{")) return null;
  try {
    const parsed = lineSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function isError({ level }: LogLine): boolean {
  return level === "error" || level === "fatal" || level === "panic";
}

function isScriptException({ hint, source, scenario }: LogLine): boolean {
  return hint === "script exception" || source === "stacktrace" || scenario !== undefined;
}

/** First line, and of a stack trace its first place. */
function summaryOf({ msg, error }: LogLine): string {
  const [first = "", second = ""] = msg.split("\n").map((line) => line.trim());
  const text = first
    .replace(/^could not initialize '[^']*': could not load JS test '[^']*': /u, "")
    .replaceAll(/file:\/\/\S*\/source\//gu, "");
  const place = second.replaceAll(/file:\/\/(?:\/script\/|\S*\/source\/)/gu, "");
  const details = [text, place, error ?? ""].filter((part) => part !== "");
  return details.join(" ");
}
