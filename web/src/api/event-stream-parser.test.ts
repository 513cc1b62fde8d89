import { describe, expect, it } from "vitest";
import { createEventStreamParser, type StreamedEvent } from "./event-stream-parser.ts";

function readInPieces(text: string, size: number): StreamedEvent[] {
  const parser = createEventStreamParser();
  const events: StreamedEvent[] = [];
  for (let at = 0; at < text.length; at += size) events.push(...parser.push(text.slice(at, at + size)));
  return events;
}

describe("an event stream", () => {
  const stream = [
    "id: 1.0.0.0\nevent: start\ndata: {}\n\n",
    ": still there\n\n",
    "event: state\ndata: a\ndata: b\n\n",
    "id:1.8.0.0\r\nevent:window\r\ndata:c\r\n\r\n",
    "data\n\n",
    "unknown: x\n\n",
    "event: window\ndata: cut off",
  ].join("");
  const expected = [
    { id: "1.0.0.0", event: "start", data: "{}" },
    { id: "1.0.0.0", event: "state", data: "a\nb" },
    { id: "1.8.0.0", event: "window", data: "c" },
    { id: "1.8.0.0", event: "message", data: "" },
  ];

  it.each([1, 2, 3, 7, 1000])("reads the same in pieces of %i characters", (size) => {
    expect(readInPieces(stream, size)).toEqual(expected);
  });
});
