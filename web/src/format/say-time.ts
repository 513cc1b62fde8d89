/** Moments as people read them, in their own zone; UTC is said beside. Everything takes epoch milliseconds. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `2026-11-22T14:02:33.120Z` or epoch ms as epoch ms; null: it is no moment. */
export function toEpoch(at: number | string): number | null {
  const epoch = typeof at === "number" ? at : Date.parse(at);
  return Number.isFinite(epoch) ? epoch : null;
}

/** `2026-11-22 14:02:33 UTC` */
export function sayUtc(epoch: number): string {
  const [date = "", time = ""] = new Date(epoch).toISOString().split("T");
  return `${date} ${time.slice(0, 8)} UTC`;
}

/** `22 Nov 2026, 15:02:33`: the reader's zone, or the one given. */
export function sayDate(epoch: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(epoch);
}

/** `15:02:33` */
export function sayClock(epoch: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(epoch);
}

/** `just now`, `5 min ago`, `in 3 h`, `yesterday`, `12 days ago`; from 60 days on the date. */
export function sayRelative(epoch: number, now: number, timeZone?: string): string {
  const distance = Math.abs(now - epoch);
  if (distance >= 60 * day) return sayDate(epoch, timeZone).split(",")[0] ?? "";
  const words = sayDistance(distance);
  if (words === null) return "just now";
  if (words === "1 day") return epoch <= now ? "yesterday" : "tomorrow";
  return epoch <= now ? `${words} ago` : `in ${words}`;
}

/** How soon `sayRelative` says something else. */
export function relativeChangesIn(epoch: number, now: number): number {
  const distance = Math.abs(now - epoch);
  if (distance < hour) return 15_000;
  return distance < day ? 10 * minute : hour;
}

function sayDistance(distance: number): string | null {
  if (distance < 45_000) return null;
  if (distance < hour) return `${Math.max(1, Math.round(distance / minute))} min`;
  if (distance < day) return `${Math.round(distance / hour)} h`;
  const days = Math.round(distance / day);
  return days === 1 ? "1 day" : `${days} days`;
}
