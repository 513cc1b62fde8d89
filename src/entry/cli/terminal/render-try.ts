import { formatBytes, formatDuration, formatMs } from "../../../contract/format-quantity.ts";
import type { TryEvent } from "../../../contract/try-event.ts";
import { cut, paint, plain, type TerminalStyle } from "./terminal-text.ts";

/** One iteration of each scenario as a story: every request, answer, expectation and extracted value. Ends with a line break. */
export function renderTry(events: readonly TryEvent[], style: TerminalStyle): string {
  const lines: string[] = [];
  let scenario: string | null = null;
  for (const event of events) {
    if (event.scenario !== scenario) {
      if (scenario !== null) lines.push("");
      scenario = event.scenario;
      lines.push(paint(scenario === "" ? "setup and teardown" : plain(scenario), ["bold"], style));
    }
    lines.push(...linesOf(event, style).map((line) => cut(line, style.columns)));
  }
  if (lines.length === 0) lines.push("No request was made.");
  return `${lines.join("\n")}\n`;
}

function linesOf(event: TryEvent, style: TerminalStyle): string[] {
  if (event.kind === "request") return requestLines(event, style);
  if (event.kind === "think") return [paint(`  think    ${formatDuration(event.ms)}`, ["dim"], style)];
  if (event.kind === "row") {
    const values = Object.entries(event.values).map(([name, value]) => `${plain(name)}=${valueText(value)}`);
    return [paint(`  row      ${plain(event.dataSet)} ${event.row + 1}: ${values.join(" ")}`, ["dim"], style)];
  }
  return [event.failed ? paint("  ended by a failed request", ["red"], style) : paint("  done", ["green"], style)];
}

function requestLines(event: Extract<TryEvent, { kind: "request" }>, style: TerminalStyle): string[] {
  const outcome = event.failed ? paint("failed", ["red", "bold"], style) : paint("ok", ["green"], style);
  const answer =
    event.error !== null && event.status === 0
      ? paint(plain(event.error), ["red"], style)
      : `${event.status}  ${formatMs(event.durationMs)}  ${formatBytes(event.responseBytes)}`;
  const lines = [
    `  ${outcome}  ${paint(plain(event.endpoint), ["bold"], style)}  ${plain(event.method)} ${plain(event.url)}  ${paint("→", ["dim"], style)} ${answer}`,
  ];
  const quote = (mark: string, text: string): void =>
    void lines.push(paint(`      ${mark} ${plain(text)}`, ["dim"], style));
  for (const name of Object.keys(event.requestHeaders).toSorted())
    quote(">", `${name}: ${event.requestHeaders[name] ?? ""}`);
  if (event.requestBody !== null && event.requestBody !== "") quote(">", event.requestBody);
  for (const name of Object.keys(event.responseHeaders).toSorted())
    quote("<", `${name}: ${event.responseHeaders[name] ?? ""}`);
  if (event.responseBody !== null && event.responseBody !== "") quote("<", event.responseBody);
  if (event.error !== null && event.status !== 0)
    lines.push(`      ${paint(`error: ${plain(event.error)}`, ["red"], style)}`);
  for (const { text, held } of event.expectations) {
    lines.push(`      ${held ? paint("✓", ["green"], style) : paint("✗", ["red", "bold"], style)} ${plain(text)}`);
  }
  for (const { name, value, found } of event.extracted) {
    lines.push(
      found
        ? `      ${paint("=", ["cyan"], style)} ${plain(name)}: ${valueText(value)}`
        : `      ${paint("✗", ["red", "bold"], style)} ${plain(name)}: nothing was found to extract`,
    );
  }
  return lines;
}

function valueText(value: unknown): string {
  return plain(JSON.stringify(value) ?? "null");
}
