/** Logging in and signing. */
export const authSource = String.raw`// Who a request comes from.
import crypto from "k6/crypto"; //? hmac
import encoding from "k6/encoding"; //? basic
import { text } from "./pass.js"; //? basicOrHmac
import { mask } from "./tell.js"; //? tryBasic

/** Logs in where the session has no token yet, and renews one that is too old. it: { name, login, refresh?, renewAfterMs? }. */ //? login
export function logIn(pass, it) { //? login
  const at = pass.session.logins[it.name]; //? login
  const now = Date.now(); //? login
  if (at !== undefined && (it.renewAfterMs === undefined || now - at < it.renewAfterMs)) return true; //? login
  const renewed = at !== undefined && it.refresh !== undefined && it.refresh(pass); //? login
  const known = renewed || it.login(pass); //? login
  pass.session.logins[it.name] = known ? now : undefined; //? login
  return known; //? login
} //? login
 //? login
/** The value of an authorization header (RFC 7617). */ //? basic
export function basic(user, password) { //? basic
  const value = encoding.b64encode(text(user) + ":" + text(password)); //? basic
  mask(value); //? tryBasic
  return "Basic " + value; //? basic
} //? basic
 //? basic
/** What a signature can be made over: the method, the path with its query, the time in ms, the body's SHA-256 in hex. */ //? hmac
export function signable(method, request) { //? hmac
  return { //? hmac
    method, //? hmac
    path: request.url.replace(/^[a-z]+:\/\/[^/?]*/i, "").replace(/#.*$/, "").replace(/^(?!\/)/, "/"), //? hmac
    timestamp: String(Date.now()), //? hmac
    bodySha256: crypto.sha256(request.body === undefined ? "" : request.body, "hex"), //? hmac
    signature: "", //? hmac
  }; //? hmac
} //? hmac
 //? hmac
/** Signs a text (RFC 2104), in hex. */ //? hmac
export function hmac(algorithm, key, over) { //? hmac
  return crypto.hmac(algorithm, text(key), over, "hex"); //? hmac
} //? hmac
`;
