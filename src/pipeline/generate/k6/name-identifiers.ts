/** Words that a module cannot use as a name, names that mean something to k6, and names of the helpers that scripts import. */
const taken = [
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null",
  "package private protected public return static super switch this throw true try typeof undefined var void while with yield",
  "options setup teardown handleSummary open console exec http encoding crypto SharedArray secrets globalThis Math JSON Date String Number Object Array NaN Infinity encodeURIComponent",
  "baseUrl hosts seed pass answer request data value setupValues sent method left left2 left3 left4 left5 left6 left7 left8 left9",
].flatMap((line) => line.split(" "));

/** Gives each name an identifier of its own, in the order asked; what the script's helpers are called is never given. */
export function createIdentifiers(helpers: readonly string[]): (name: string, suffix?: string) => string {
  const used = new Set([...taken, ...helpers]);
  return (name, suffix = "") => {
    const words = name
      .split(/[^A-Za-z0-9]+/u)
      .filter((word) => word !== "")
      .map((word) => (word === word.toUpperCase() ? word.toLowerCase() : word));
    const camel = words
      .map((word, index) =>
        index === 0 ? word.charAt(0).toLowerCase() + word.slice(1) : word.charAt(0).toUpperCase() + word.slice(1),
      )
      .join("");
    const base = `${/^[a-z]/u.test(camel) ? camel : `n${camel}`}${suffix}`;
    let identifier = base;
    for (let count = 2; used.has(identifier); count += 1) identifier = `${base}${count}`;
    used.add(identifier);
    return identifier;
  };
}
