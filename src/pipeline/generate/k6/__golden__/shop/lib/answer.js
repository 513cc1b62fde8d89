// What expectations and extractions see of a response.
import { select } from "./json-path.js";

/** Bytes of a text in UTF-8. */
export function byteLength(body) {
  if (body === null || body === undefined) return 0;
  if (typeof body !== "string") return body.byteLength;
  let bytes = body.length;
  for (let at = 0; at < body.length; at += 1) {
    const unit = body.charCodeAt(at);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

export class Answer {
  constructor(response) {
    this.response = response;
    this.parsed = undefined;
  }

  get text() {
    return typeof this.response.body === "string" ? this.response.body : "";
  }

  /** Bytes of the body after decompression. */
  get bytes() {
    return byteLength(this.response.body);
  }

  /** { root: the document }, or null when the body is no JSON. */
  get json() {
    if (this.parsed === undefined) {
      try {
        this.parsed = { root: JSON.parse(this.text) };
      } catch {
        this.parsed = null;
      }
    }
    return this.parsed;
  }

  /** Every value at a path; see json-path.js. */
  all(path) {
    return this.json === null ? [] : select([this.json.root], path);
  }

  /** Whether the path has values and all of them pass the test. */
  every(path, test) {
    const values = this.all(path);
    return values.length > 0 && values.every((value) => test(value));
  }

}
