import type { CollectionSummary } from "../../contract/window.ts";

const utf8 = new TextDecoder();

/** Bytes of the header row of delimited results; 0 for formats without one, or when the first row is data. */
export function headerLength(format: CollectionSummary["format"], head: Uint8Array): number {
  if (format !== "k6-csv" && format !== "jtl-csv") return 0;
  const end = head.indexOf(10) + 1;
  const line = utf8.decode(head.subarray(0, end));
  return line.includes("timestamp") || line.includes("timeStamp") ? end : 0;
}

/** The format of results by their first bytes (a few kilobytes, not compressed), or null when it is none that can be read. */
export function recogniseFormat(head: Uint8Array): CollectionSummary["format"] | null {
  const text = utf8
    .decode(head.subarray(0, 8192))
    .replace(/^\uFEFF/, "")
    .trimStart();
  const line = text.split("\n", 1)[0]?.trimEnd() ?? "";
  if (line.startsWith("metric_name,timestamp,metric_value")) return "k6-csv";
  if (line.startsWith("{") && /"type"\s*:\s*"(Metric|Point)"/.test(line)) return "k6-json";
  if (/^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<testResults[\s>]/s.test(text)) return "jtl-xml";
  const fields = line.split(/[,;\t|]/).map((field) => field.replaceAll('"', ""));
  if (fields.includes("timeStamp") && fields.includes("elapsed") && fields.includes("label")) return "jtl-csv";
  // Without a header: start in ms, elapsed, label, … of JMeter's default columns.
  if (fields.length >= 12 && /^\d{13}$/.test(fields[0] ?? "") && /^\d{1,9}$/.test(fields[1] ?? "")) return "jtl-csv";
  return null;
}
