/** What expectations and extractions see of a response. */
export const answerSource = String.raw`// What expectations and extractions see of a response.
import { select } from "./json-path.js"; //? jsonBody

/** Bytes of a text in UTF-8. */ //? bytes
export function byteLength(body) { //? bytes
  if (body === null || body === undefined) return 0; //? bytes
  if (typeof body !== "string") return body.byteLength; //? bytes
  let bytes = body.length; //? bytes
  for (let at = 0; at < body.length; at += 1) { //? bytes
    const unit = body.charCodeAt(at); //? bytes
    if (unit < 0x80) continue; //? bytes
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2; //? bytes
  } //? bytes
  return bytes; //? bytes
} //? bytes
 //? bytes
export class Answer {
  constructor(response) {
    this.response = response;
    this.parsed = undefined;
  }

  get text() {
    return typeof this.response.body === "string" ? this.response.body : "";
  }

  /** Bytes of the body after decompression. */ //? bytes
  get bytes() { //? bytes
    return byteLength(this.response.body); //? bytes
  } //? bytes
 //? bytes
  /** { root: the document }, or null when the body is no JSON. */ //? jsonBody
  get json() { //? jsonBody
    if (this.parsed === undefined) { //? jsonBody
      try { //? jsonBody
        this.parsed = { root: JSON.parse(this.text) }; //? jsonBody
      } catch { //? jsonBody
        this.parsed = null; //? jsonBody
      } //? jsonBody
    } //? jsonBody
    return this.parsed; //? jsonBody
  } //? jsonBody
 //? jsonBody
  /** Every value at a path; see json-path.js. */ //? jsonBody
  all(path) { //? jsonBody
    return this.json === null ? [] : select([this.json.root], path); //? jsonBody
  } //? jsonBody
 //? jsonBody
  /** Whether the path has values and all of them pass the test. */ //? jsonExpect
  every(path, test) { //? jsonExpect
    const values = this.all(path); //? jsonExpect
    return values.length > 0 && values.every((value) => test(value)); //? jsonExpect
  } //? jsonExpect
 //? jsonExpect
  /** [value] of a response header, [] when it is not there. Names in any case. */ //? header
  header(name) { //? header
    const wanted = name.toLowerCase(); //? header
    return Object.keys(this.response.headers) //? header
      .filter((header) => header.toLowerCase() === wanted) //? header
      .map((header) => this.response.headers[header]); //? header
  } //? header
 //? header
  /** Values of a cookie that the response sets. */ //? cookie
  cookie(name) { //? cookie
    return (this.response.cookies[name] || []).map((cookie) => cookie.value); //? cookie
  } //? cookie
 //? cookie
  /** What a pattern finds: its first group, or all of it when it has none. */ //? regex
  matches(pattern) { //? regex
    return Array.from(this.text.matchAll(pattern), (match) => (match.length > 1 ? match[1] : match[0])) //? regex
      .filter((value) => value !== undefined); //? regex
  } //? regex
}
`;
