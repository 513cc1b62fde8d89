import type { CollectionSummary } from "../../contract/window.ts";
import { delimiterOf } from "./formats/jtl-csv.ts";
import { endOfParent } from "./formats/jtl-samples.ts";
import { columnOf, FieldSplitter } from "./formats/split-fields.ts";
import { notANumber } from "./read-number.ts";
import { readTime } from "./read-time.ts";
import { nextLine } from "./row-scanner.ts";

const utf8 = new TextDecoder();

/**
 * Where, in a piece from the middle of a file, a row starts that another collector may begin with: not inside a request's
 * samples (k6) and not at a sub-result (JMeter). Null when none is found or the format cannot be cut. It is a guess, as a quoted
 * field may hold what looks like rows: whoever reads the bytes before must find that a row starts there.
 */
export function findRowStart(
  format: CollectionSummary["format"],
  header: Uint8Array,
  piece: Uint8Array,
): number | null {
  const isStart = startTest(format, header, piece);
  if (isStart === null) return null;
  for (
    let at = nextLine(piece, 0, piece.length);
    at >= 0 && at < piece.length;
    at = nextLine(piece, at, piece.length)
  ) {
    if (isStart(at)) return at;
  }
  return null;
}

function startTest(
  format: CollectionSummary["format"],
  header: Uint8Array,
  piece: Uint8Array,
): ((at: number) => boolean) | null {
  if (format === "k6-json") {
    return (at) => {
      const end = nextLine(piece, at, piece.length);
      return piece[at] === 123 && end > 0 && utf8.decode(piece.subarray(at, end)).includes('"metric":"http_reqs"');
    };
  }
  if (header.length === 0 || format === "jtl-xml") return null;
  const splitter = new FieldSplitter(format === "k6-csv" ? 44 : delimiterOf(header));
  splitter.begin(header, 0, header.length, true);
  splitter.split(0);
  const names = splitter.texts(header);
  const width = splitter.count;
  const time = columnOf(names, format === "k6-csv" ? "timestamp" : "timeStamp");
  const name = columnOf(names, format === "k6-csv" ? "metric_name" : "label");
  const thread = columnOf(names, "threadName");
  let before: Row | null = null;
  return (at) => {
    const previous = before;
    before = null;
    splitter.begin(piece, at, piece.length, false);
    if (splitter.split(at) < 0 || splitter.count !== width) return false;
    if (readTime(piece, splitter.from(time), splitter.to(time)) === notANumber) return false;
    if (format === "k6-csv") return splitter.text(piece, name) === "http_reqs";
    before = {
      label: { from: splitter.from(name), to: splitter.to(name) },
      thread: { from: splitter.from(thread), to: splitter.to(thread) },
    };
    return !mayBeSubResult(piece, before, previous);
  };
}

interface Place {
  readonly from: number;
  readonly to: number;
}

interface Row {
  readonly label: Place;
  readonly thread: Place;
}

/**
 * Sub-results stand directly behind their parent and have its thread: a row behind one of another thread or another name is none, even when its label looks
 * like that of one.
 */
function mayBeSubResult(bytes: Uint8Array, { label, thread }: Row, previous: Row | null): boolean {
  const to = endOfParent(bytes, label.from, label.to);
  if (to < 0) return false;
  if (previous === null) return true;
  if (!sameBytes(bytes, thread, previous.thread)) return false;
  const parent = { from: label.from, to };
  const sibling = { from: previous.label.from, to: endOfParent(bytes, previous.label.from, previous.label.to) };
  return sameBytes(bytes, parent, previous.label) || sameBytes(bytes, parent, sibling);
}

function sameBytes(bytes: Uint8Array, left: Place, right: Place): boolean {
  const length = left.to - left.from;
  if (length !== right.to - right.from) return false;
  for (let at = 0; at < length; at++) if (bytes[left.from + at] !== bytes[right.from + at]) return false;
  return true;
}
