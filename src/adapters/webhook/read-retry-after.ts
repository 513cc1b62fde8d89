/**
 * How many milliseconds from `now` a `Retry-After` header asks to wait: whole seconds or a date (RFC 9110, section 10.2.3).
 * 0 for a date that has passed, null where the header is absent or says neither.
 */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}$/u.test(text)) return Number(text) * 1_000;
  // Dates carry letters: JavaScript would read "-5" or "1.5" as years.
  const at = /^[A-Za-z]{3}/u.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
