import { createHmac } from "node:crypto";

const encodedPrefix = "whsec_";

/**
 * The key that a secret stands for: the bytes that the base64 behind `whsec_` encodes (Standard Webhooks), or the text itself, as UTF-8.
 * null when it is empty or no base64: a signature by a key that was read wrongly would only be refused by the receiver.
 */
export function keyOfSecret(secret: string): Uint8Array | null {
  if (!secret.startsWith(encodedPrefix)) return secret === "" ? null : new TextEncoder().encode(secret);
  const encoded = secret.slice(encodedPrefix.length);
  if (!/^[A-Za-z0-9+/]+={0,2}$/u.test(encoded)) return null;
  const key = Buffer.from(encoded, "base64");
  return key.toString("base64").replace(/=+$/u, "") === encoded.replace(/=+$/u, "") ? key : null;
}

/** The value of `webhook-signature`: HMAC-SHA256 over "id.timestamp.body" (Standard Webhooks). `timestamp`: seconds since 1970. */
export function signWebhook(key: Uint8Array, message: { id: string; timestamp: number; body: string }): string {
  const { id, timestamp, body } = message;
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`, "utf8").digest("base64")}`;
}
