/**
 * JSON text that is the same for equal values, whatever the order in which their keys were written: keys sorted by code unit, no
 * spaces (RFC 8785, JSON Canonicalization Scheme). Members that are undefined are left out, as JSON does. Throws TypeError for what
 * JSON cannot say, such as NaN, rather than writing null in its place: a digest must not hide it.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  const sayable = value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
  if (!sayable) throw new TypeError(`JSON has no text for this ${typeof value}`);
  return JSON.stringify(value);
}
