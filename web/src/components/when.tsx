import { useEffect, useState } from "react";
import { relativeChangesIn, sayClock, sayDate, sayRelative, sayUtc, toEpoch } from "../format/say-time.ts";

export interface WhenProps {
  /** Epoch milliseconds or ISO 8601; null: never, or not known. */
  readonly at: number | string | null;
  /** `relative` (unless said): "5 min ago". `date`: day and time. `time`: time of the day. */
  readonly format?: "relative" | "date" | "time";
}

/** A moment in the reader's zone, with UTC for those who point at it. */
export function When({ at, format = "relative" }: WhenProps) {
  const epoch = at === null ? null : toEpoch(at);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (epoch === null || format !== "relative") return undefined;
    const timer = setTimeout(() => setNow(Date.now()), relativeChangesIn(epoch, now));
    return () => clearTimeout(timer);
  }, [epoch, format, now]);
  if (epoch === null) return <span>–</span>;
  const words = format === "relative" ? sayRelative(epoch, now) : format === "date" ? sayDate(epoch) : sayClock(epoch);
  const title = format === "relative" ? `${sayDate(epoch)} here, ${sayUtc(epoch)}` : sayUtc(epoch);
  return (
    <time dateTime={new Date(epoch).toISOString()} title={title}>
      {words}
    </time>
  );
}
