// Values of a JSON document. A path is a list of keys, indexes (negative from the end), each (every child) and
// anywhere (the value itself and all below it).
export const each = { step: "each" };
export const anywhere = { step: "anywhere" };

function children(value) {
  return value !== null && typeof value === "object" ? Object.values(value) : [];
}

function below(value) {
  return [value, ...children(value).flatMap((child) => below(child))];
}

function step(value, at) {
  if (at === each) return children(value);
  if (at === anywhere) return below(value);
  if (value === null || typeof value !== "object") return [];
  if (typeof at === "number") {
    if (!Array.isArray(value)) return [];
    const index = at < 0 ? value.length + at : at;
    return index >= 0 && index < value.length ? [value[index]] : [];
  }
  return !Array.isArray(value) && Object.prototype.hasOwnProperty.call(value, at) ? [value[at]] : [];
}

/** Every value at the path, in document order. */
export function select(values, path) {
  return path.reduce((found, at) => found.flatMap((value) => step(value, at)), values);
}
