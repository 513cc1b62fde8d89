import { liveEventSchema, type LiveEvent } from "../../src/contract/api/live-event.ts";

export interface HeardEvent {
  readonly id: string;
  readonly event: LiveEvent;
}

/** Reads an event stream as the HTML standard says: an event without an id has the one before. Throws where an event is none of ours. */
export function eventReader(): { readonly heard: HeardEvent[]; readonly take: (piece: string) => void } {
  const heard: HeardEvent[] = [];
  let id = "";
  let data = "";
  let rest = "";
  return {
    heard,
    take: (piece) => {
      const lines = `${rest}${piece}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line.startsWith("id: ")) id = line.slice(4);
        if (line.startsWith("data: ")) data = line.slice(6);
        if (line !== "" || data === "") continue;
        heard.push({ id, event: liveEventSchema.parse(JSON.parse(data)) });
        data = "";
      }
    },
  };
}
