// Bodies that are the same bytes each time: k6's own forms have no fixed order and a random boundary.
import { text } from "./pass.js";

/** application/x-www-form-urlencoded of [[name, value], ...]. */
export function form(fields) {
  const encode = (part) => encodeURIComponent(part).replace(/%20/g, "+");
  return fields.map(([name, value]) => encode(name) + "=" + encode(text(value))).join("&");
}

export const boundary = "perf-agent-7f3a9c41d2e85b60";

function bytesOf(part) {
  if (typeof part !== "string") return new Uint8Array(part);
  const utf8 = encodeURIComponent(part).replace(/%([0-9A-F]{2})/g, (_, digits) => String.fromCharCode(parseInt(digits, 16)));
  const bytes = new Uint8Array(utf8.length);
  for (let at = 0; at < utf8.length; at += 1) bytes[at] = utf8.charCodeAt(at);
  return bytes;
}

/** multipart/form-data of [{ name, value } or { name, file, type, filename }, ...]. */
export function multipart(parts) {
  const quoted = (name) => name.replace(/"/g, "%22").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
  const pieces = [];
  for (const part of parts) {
    const disposition = "--" + boundary + '\r\ncontent-disposition: form-data; name="' + quoted(part.name) + '"';
    if (part.file === undefined) pieces.push(bytesOf(disposition + "\r\n\r\n" + text(part.value) + "\r\n"));
    else {
      const file = '; filename="' + quoted(part.filename) + '"\r\ncontent-type: ' + part.type + "\r\n\r\n";
      pieces.push(bytesOf(disposition + file), bytesOf(part.file), bytesOf("\r\n"));
    }
  }
  pieces.push(bytesOf("--" + boundary + "--\r\n"));
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all.buffer;
}
