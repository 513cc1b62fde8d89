/** One event of a `text/event-stream`. */
export interface StreamedEvent {
  /** The last id that was told, by this event or one before; "": none yet. */
  readonly id: string;
  /** Name of the event; "message" unless it says. */
  readonly event: string;
  readonly data: string;
}

export interface EventStreamParser {
  /** The events that `text` completes. Pieces may end anywhere, within a line too. */
  push(text: string): readonly StreamedEvent[];
}

/** Reads event streams as the HTML standard says (section 9.2.6); comments and unknown fields are passed over, `retry` is not needed here. */
export function createEventStreamParser(): EventStreamParser {
  let rest = "";
  let id = "";
  let event = "";
  let data: string[] = [];

  const endEvent = (): StreamedEvent | null => {
    const complete = data.length === 0 ? null : { id, event: event === "" ? "message" : event, data: data.join("\n") };
    event = "";
    data = [];
    return complete;
  };

  const takeField = (line: string): void => {
    const colon = line.indexOf(":");
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /u, "");
    if (name === "data") data.push(value);
    else if (name === "event") event = value;
    else if (name === "id" && !value.includes("\0")) id = value;
  };

  return {
    push(text) {
      const buffered = rest + text;
      // A carriage return at the very end may be half of a line end.
      const end = buffered.endsWith("\r") ? buffered.length - 1 : buffered.length;
      const lines = buffered.slice(0, end).split(/\r\n|\n|\r/u);
      rest = (lines.pop() ?? "") + buffered.slice(end);
      const events: StreamedEvent[] = [];
      for (const line of lines) {
        if (line !== "") {
          takeField(line);
          continue;
        }
        const complete = endEvent();
        if (complete !== null) events.push(complete);
      }
      return events;
    },
  };
}
