// What expectations and extractions see of a response.
import { select } from "./json-path.js";

export class Answer {
  constructor(response) {
    this.response = response;
    this.parsed = undefined;
  }

  get text() {
    return typeof this.response.body === "string" ? this.response.body : "";
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

}
