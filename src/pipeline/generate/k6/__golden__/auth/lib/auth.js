// Who a request comes from.
import crypto from "k6/crypto";
import encoding from "k6/encoding";
import { text } from "./pass.js";

/** The value of an authorization header (RFC 7617). */
export function basic(user, password) {
  const value = encoding.b64encode(text(user) + ":" + text(password));
  return "Basic " + value;
}

/** What a signature can be made over: the method, the path with its query, the time in ms, the body's SHA-256 in hex. */
export function signable(method, request) {
  return {
    method,
    path: request.url.replace(/^[a-z]+:\/\/[^/?]*/i, "").replace(/#.*$/, "").replace(/^(?!\/)/, "/"),
    timestamp: String(Date.now()),
    bodySha256: crypto.sha256(request.body === undefined ? "" : request.body, "hex"),
    signature: "",
  };
}

/** Signs a text (RFC 2104), in hex. */
export function hmac(algorithm, key, over) {
  return crypto.hmac(algorithm, text(key), over, "hex");
}
