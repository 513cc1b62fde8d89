import { parentPort } from "node:worker_threads";
import type { CollectorReply, CollectorRequest } from "../../contract/collector-messages.ts";
import { encodeWindows } from "../../contract/encode-windows.ts";
import type { Window } from "../../contract/window.ts";
import { createCollector, type Collector } from "../../pipeline/collect/collect.ts";
import { findRowStart } from "../../pipeline/collect/find-row-start.ts";
import { headerLength, recogniseFormat } from "../../pipeline/collect/recognise-format.ts";

const port = parentPort;
if (port === null) throw new Error("this file is the start of a worker thread");

let collector: Collector | null = null;
let scope: "settled" | "evicted" = "settled";

/** Answers; buffers named in `transfer` change hands instead of being copied. */
function reply(message: CollectorReply, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

function sendWindows(windows: readonly Window[]): void {
  if (windows.length === 0) return;
  const frames = encodeWindows(windows);
  reply({ kind: "windows", frames }, frames.buffer instanceof ArrayBuffer ? [frames.buffer] : []);
}

function running(): Collector {
  if (collector === null) throw new Error("no stream was started");
  return collector;
}

function obey(request: CollectorRequest): void {
  switch (request.kind) {
    case "recognise": {
      const format = recogniseFormat(request.head);
      reply({ kind: "recognised", format, headerBytes: format === null ? 0 : headerLength(format, request.head) });
      return;
    }
    case "find-row-start":
      reply({ kind: "row-start", offset: findRowStart(request.format, request.header, request.piece) });
      return;
    case "start":
      collector = createCollector(request);
      scope = request.pace === "live" ? "settled" : "evicted";
      return;
    case "chunk": {
      const { bytes } = request;
      running().push(bytes);
      sendWindows(running().take(scope));
      const buffer = bytes.buffer;
      reply(
        { kind: "taken", bytes, full: running().stoppedAt !== null },
        buffer instanceof ArrayBuffer ? [buffer] : [],
      );
      return;
    }
    case "end": {
      const { windows, summary } = running().end();
      sendWindows(windows);
      reply({ kind: "ended", summary, stoppedAt: running().stoppedAt });
      collector = null;
    }
  }
}

port.on("message", obey);
