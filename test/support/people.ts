import { createdTokenSchema } from "../../src/contract/api/access.ts";
import type { Role } from "../../src/contract/api/roles.ts";
import type { Served } from "./served.ts";

/** What came back, with what a problem says. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of JSON; null: it is none. */
  readonly body: unknown;
  /** Of a problem. */
  readonly code: string | null;
}

export interface Person {
  readonly name: string;
  readonly token: string;
  /** `body`: a form as it is, anything else as JSON. `path` is below the API's root. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
}

/** Somebody with a token of their own, given out by whoever started the service. */
export async function personOf(served: Served, name: string, ...roles: Role[]): Promise<Person> {
  const made = await served.api("/tokens", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, roles }),
  });
  const { token } = createdTokenSchema.parse(await made.json());
  return {
    name,
    token,
    async ask(method, path, body, headers = {}) {
      const isForm = body instanceof FormData || typeof body === "string";
      const answer = await served.api(path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined || isForm ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = /json/u.test(answer.headers.get("content-type") ?? "") && text !== "";
      const parsed: unknown = isJson ? JSON.parse(text) : null;
      const code = answer.ok ? null : (parsed as { readonly code?: string } | null)?.code;
      return { status: answer.status, headers: answer.headers, text, body: parsed, code: code ?? null };
    },
  };
}

/** A form of texts, and of files as [name, content]. */
export function formOf(
  parts: readonly (readonly [part: string, content: string | Uint8Array, file?: string])[],
): FormData {
  const form = new FormData();
  for (const [part, content, file] of parts) {
    if (file === undefined && typeof content === "string") form.append(part, content);
    else form.append(part, new Blob([Uint8Array.from(Buffer.from(content))]), file ?? part);
  }
  return form;
}
