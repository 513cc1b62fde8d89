import { ByteReader } from "./byte-buffer.ts";
import { crc32 } from "./crc32.ts";
import { DecodedSeries } from "./decoded-series.ts";
import { PerfAgentError } from "./errors.ts";
import { frameHeadBytes, frameMark, framesOfWindows, joined } from "./window-frame.ts";
import { NameTables } from "./window-names.ts";
import {
  counterNames,
  errorKinds,
  type CounterWindow,
  type ErrorWindow,
  type SeriesWindow,
  type Window,
} from "./window.ts";

/** No window comes near; a longer one means that the length itself is damaged. */
const longestFrame = 1 << 30;

/** Reads frames as they come, in pieces of any size. Series and counts are decoded when they are first asked for. */
export interface WindowDecoder {
  /** The windows that became whole. The bytes are kept, not copied: they must not change. Throws PA_RUN_BUNDLE_DAMAGED on a frame whose mark or checksum is wrong. */
  push(bytes: Uint8Array): Window[];
}

/**
 * A decoder of one stream of frames. Bytes that never become a whole frame (a kill in the middle of a write) are ignored. Windows stay encoded until they are
 * looked at; the `kept` looked at last stay decoded: live figures look at the same ones again and again, while a long run shall stay small.
 */
export function createWindowDecoder(kept = 1): WindowDecoder {
  let pending: Uint8Array = new Uint8Array(0);
  let decoded = 0;
  const names = new NameTables();
  const latest = new LatestDecoded(kept);
  return {
    push(bytes) {
      const all = pending.length === 0 ? bytes : joined([pending, bytes]);
      const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
      const windows: Window[] = [];
      let at = 0;
      while (all.length - at >= frameHeadBytes) {
        const length = view.getUint32(at + 4, true);
        if (view.getUint32(at, true) !== frameMark || length > longestFrame) {
          // A file system may leave zeros where a write was cut off.
          if (all.subarray(at).every((byte) => byte === 0)) break;
          throw damaged(decoded + at);
        }
        if (all.length - at - frameHeadBytes < length) break;
        const payload = all.subarray(at + frameHeadBytes, at + frameHeadBytes + length);
        if (crc32(payload) !== view.getUint32(at + 8, true)) throw damaged(decoded + at);
        const window = lazyWindow(payload, names, latest);
        framesOfWindows.set(window, all.subarray(at, at + frameHeadBytes + length));
        windows.push(window);
        at += frameHeadBytes + length;
      }
      decoded += at;
      pending = all.subarray(at);
      return windows;
    },
  };
}

function damaged(at: number): PerfAgentError {
  return PerfAgentError.of("PA_RUN_BUNDLE_DAMAGED", `the frame of windows at byte ${at} is damaged`);
}

interface Decoded {
  readonly series: readonly SeriesWindow[];
  readonly counters: readonly CounterWindow[];
  readonly errors: readonly ErrorWindow[];
}

/** Forgets what was decoded longest ago. */
class LatestDecoded {
  readonly #most: number;
  readonly #forgets: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(forget: () => void): void {
    this.#forgets.push(forget);
    if (this.#forgets.length > this.#most) this.#forgets.shift()?.();
  }
}

function lazyWindow(payload: Uint8Array, names: NameTables, latest: LatestDecoded): Window {
  const reader = new ByteReader(payload, 0);
  const at = reader.float64();
  const vus = reader.float64();
  let kept: Decoded | undefined;
  const decode = (): Decoded => {
    if (kept === undefined) {
      kept = readPayload(payload, names);
      latest.add(() => {
        kept = undefined;
      });
    }
    return kept;
  };
  return {
    at,
    get series() {
      return decode().series;
    },
    get counters() {
      return decode().counters;
    },
    get errors() {
      return decode().errors;
    },
    vus: vus < 0 ? null : vus,
  };
}

function readPayload(payload: Uint8Array, tables: NameTables): Decoded {
  const reader = new ByteReader(payload, 16);
  const tableLength = reader.uint32();
  const names = tables.of(reader.bytes(tableLength));
  const series: SeriesWindow[] = [];
  const seriesCount = reader.whole();
  // The number of all buckets, which nobody needs any more.
  reader.skipWhole(1);
  for (let left = seriesCount; left > 0; left--) series.push(new DecodedSeries(payload, reader, names));
  const counters: CounterWindow[] = [];
  for (let left = reader.whole(); left > 0; left--) {
    counters.push({
      scenario: names.text(reader.whole()),
      endpoint: names.text(reader.whole()),
      name: counterNames[reader.whole()] ?? "iterations",
      value: reader.float64(),
    });
  }
  const errors: ErrorWindow[] = [];
  for (let left = reader.whole(); left > 0; left--) {
    errors.push({
      scenario: names.text(reader.whole()),
      endpoint: names.text(reader.whole()),
      kind: errorKinds[reader.whole()] ?? "other",
      value: names.text(reader.whole()),
      count: reader.whole(),
      firstAt: reader.float64(),
    });
  }
  return { series, counters, errors };
}
