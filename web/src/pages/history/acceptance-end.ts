/** `2026-12-24`: the day that is so many days after a moment, in the reader's zone, as a field for dates writes it. */
export function dayAfter(epoch: number, days: number): string {
  const date = new Date(epoch);
  date.setDate(date.getDate() + days);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** Last millisecond of such a day in the reader's zone; null: it is no day. */
export function endOfDay(day: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(day)) return null;
  const end = new Date(`${day}T23:59:59.999`).getTime();
  return Number.isFinite(end) ? end : null;
}
