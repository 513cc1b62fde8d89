import { createHash } from "node:crypto";
import type { ServiceApp } from "./service-app.ts";

/** What of a tag is compared. */
function opaque(tag: string): string {
  return tag.trim().replace(/^W\//u, "");
}

/** True where the header of a request names the tag (RFC 9110, 13.1.2: weak comparison). */
export function namesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((one) => opaque(one) === opaque(tag));
}

export function tagOf(content: string | Buffer): string {
  return `"${createHash("sha256").update(content).digest("base64url").slice(0, 27)}"`;
}

/** Gives what was read a tag, and says "not modified" to whoever has it already. What is streamed has none. */
export function addEntityTags(app: ServiceApp): void {
  app.addHook("onSend", async (request, reply, payload) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (!isRead || reply.statusCode !== 200 || !(typeof payload === "string" || Buffer.isBuffer(payload)))
      return payload;
    const given = reply.getHeader("etag");
    const tag = typeof given === "string" ? given : tagOf(payload);
    reply.header("etag", tag);
    if (!namesTag(request.headers["if-none-match"], tag)) return payload;
    reply.code(304);
    reply.removeHeader("content-length");
    return "";
  });
}
