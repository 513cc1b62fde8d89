/** Bodies that k6 does not build in a fixed order. */
export const bodySource = String.raw`// Bodies that are the same bytes each time: k6's own forms have no fixed order and a random boundary.
import { text } from "./pass.js";

/** application/x-www-form-urlencoded of [[name, value], ...]. */ //? form
export function form(fields) { //? form
  const encode = (part) => encodeURIComponent(part).replace(/%20/g, "+"); //? form
  return fields.map(([name, value]) => encode(name) + "=" + encode(text(value))).join("&"); //? form
} //? form
 //? form
export const boundary = "perf-agent-7f3a9c41d2e85b60"; //? multipart
 //? multipart
function bytesOf(part) { //? multipart
  if (typeof part !== "string") return new Uint8Array(part); //? multipart
  const utf8 = encodeURIComponent(part).replace(/%([0-9A-F]{2})/g, (_, digits) => String.fromCharCode(parseInt(digits, 16))); //? multipart
  const bytes = new Uint8Array(utf8.length); //? multipart
  for (let at = 0; at < utf8.length; at += 1) bytes[at] = utf8.charCodeAt(at); //? multipart
  return bytes; //? multipart
} //? multipart
 //? multipart
/** multipart/form-data of [{ name, value } or { name, file, type, filename }, ...]. */ //? multipart
export function multipart(parts) { //? multipart
  const quoted = (name) => name.replace(/"/g, "%22").replace(/\r/g, "%0D").replace(/\n/g, "%0A"); //? multipart
  const pieces = []; //? multipart
  for (const part of parts) { //? multipart
    const disposition = "--" + boundary + '\r\ncontent-disposition: form-data; name="' + quoted(part.name) + '"'; //? multipart
    if (part.file === undefined) pieces.push(bytesOf(disposition + "\r\n\r\n" + text(part.value) + "\r\n")); //? multipart
    else { //? multipart
      const file = '; filename="' + quoted(part.filename) + '"\r\ncontent-type: ' + part.type + "\r\n\r\n"; //? multipart
      pieces.push(bytesOf(disposition + file), bytesOf(part.file), bytesOf("\r\n")); //? multipart
    } //? multipart
  } //? multipart
  pieces.push(bytesOf("--" + boundary + "--\r\n")); //? multipart
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0)); //? multipart
  let at = 0; //? multipart
  for (const piece of pieces) { //? multipart
    all.set(piece, at); //? multipart
    at += piece.length; //? multipart
  } //? multipart
  return all.buffer; //? multipart
} //? multipart
`;
