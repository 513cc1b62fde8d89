import { tryEventPrefix } from "../../../../contract/try-event.ts";

/** Try mode only: tells each step of the one iteration on k6's log, secrets and masked columns hidden. */
export const tellSource = String.raw`// A trial tells each step of its one iteration on k6's log, with secrets and masked columns hidden.
import { byteLength } from "./answer.js";

const longest = 2000;
const hidden = new Set();

/** Hides a value from here on, in every form in which it can come up. */
export function mask(value) {
  if (value === undefined || value === null || value === "") return;
  const text = String(value);
  const encoded = encodeURIComponent(text);
  [text, encoded, encoded.replace(/%20/g, "+"), JSON.stringify(text).slice(1, -1)].forEach((form) => hidden.add(form));
}

function hide(value) {
  if (typeof value === "string") {
    const forms = Array.from(hidden).sort((one, other) => other.length - one.length);
    return forms.reduce((text, form) => text.split(form).join("***"), value);
  }
  if (typeof value === "number" && hidden.has(String(value))) return "***";
  if (Array.isArray(value)) return value.map(hide);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [hide(name), hide(part)]));
}

function hideIn(event, names) {
  names.filter((name) => event[name] !== undefined).forEach((name) => (event[name] = hide(event[name])));
}

/** One event, on one line. */
export function tell(pass, event) {
  hideIn(event, ["url", "requestHeaders", "requestBody", "error", "responseHeaders", "responseBody", "extracted", "values"]);
  for (const body of ["requestBody", "responseBody"]) if (event[body]) event[body] = event[body].slice(0, longest);
  console.log(${JSON.stringify(tryEventPrefix)} + JSON.stringify(event));
}

function flat(headers) {
  const pairs = Object.entries(headers || {});
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(", ") : String(value)]));
}

function bodyText(body) {
  if (body === undefined || body === null || body === "") return null;
  return typeof body === "string" ? body : "(" + body.byteLength + " bytes)";
}

/** What is shown of a request and its response. */
export function shown(request, response) {
  return {
    url: request.url,
    requestHeaders: flat(response.request ? response.request.headers : request.headers),
    requestBody: bodyText(request.body),
    status: response.status,
    error: response.error || null,
    responseHeaders: flat(response.headers),
    responseBody: bodyText(response.body),
    responseBytes: byteLength(response.body),
    durationMs: response.timings.duration,
  };
}
`;
