import type { ServiceApp } from "./service-app.ts";

/**
 * What a page of ours may load: itself. No script inside a page runs, so that text which a plan or a target chose stays text. Styles inside a
 * page are allowed: the page's components write theirs while they are shown, and reports carry theirs.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** A year, as browsers keep in mind that only https will do. */
const strictTransport = "max-age=31536000";

/** What browsers must keep to, whatever the answer is. `isHttps`: people reach us by https. */
export function securityHeaders(requestId: string, isHttps: boolean): Readonly<Record<string, string>> {
  return {
    "content-security-policy": contentSecurityPolicy,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-request-id": requestId,
    // Answers hold what not everybody may see; a browser may keep them, if it asks each time whether they are still so.
    "cache-control": "private, no-cache",
    ...(isHttps ? { "strict-transport-security": strictTransport } : {}),
  };
}

/** Puts them onto every answer to a request, refusals too. A route may set its own over them. */
export function addSecurityHeaders(app: ServiceApp, { isHttps }: { readonly isHttps: boolean }): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(securityHeaders(request.id, isHttps));
  });
}
