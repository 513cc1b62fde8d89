import type { z } from "zod";
import { problemOfAnswer, unreachable, unreadable } from "./api-problem.ts";
import { currentToken, forgetToken } from "./session.ts";

/** Root of every call; `path` is written below it. */
export const apiRoot = "/api/agents/performance-agent";

export interface ApiRequest {
  /** Below the root, beginning with a slash; see `apiPath` for parts that people chose. */
  readonly path: string;
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Undefined and empty values are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON; `FormData` as multipart. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface ApiCall<T> extends ApiRequest {
  readonly schema: z.ZodType<T>;
}

/** Writes a path whose parts are data: `apiPath` + `runs/${runId}` escapes every value. */
export function apiPath(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.reduce((path, part, index) => {
    const value = index === 0 ? "" : encodeURIComponent(values[index - 1] ?? "");
    return `${path}${value}${part}`;
  }, "");
}

/** Asks the service and reads the answer by its schema. Throws ApiProblem; an aborted request throws what `fetch` throws. */
export async function callApi<T>({ schema, ...request }: ApiCall<T>): Promise<T> {
  const response = await send(request, "application/json");
  const parsed = schema.safeParse(await readJson(response));
  if (!parsed.success) throw unreadable(response.status);
  return parsed.data;
}

/** The same where the answer has no body that matters. */
export async function callApiForNothing(request: ApiRequest): Promise<void> {
  const response = await send(request, "application/json");
  await response.body?.cancel();
}

/** The same where the answer is a text, such as a report. */
export async function callApiForText(request: ApiRequest): Promise<string> {
  const response = await send(request, "*/*");
  return response.text();
}

/** The same where the answer is a file. */
export async function callApiForFile(request: ApiRequest): Promise<Blob> {
  const response = await send(request, "*/*");
  return response.blob();
}

/** An answer that is a success, its body not yet read. Throws ApiProblem. A token that is no longer taken logs out. */
export async function send(request: ApiRequest, accept: string): Promise<Response> {
  const response = await fetchOrFail(request, accept);
  if (response.ok) return response;
  if (response.status === 401) forgetToken();
  throw await problemOfAnswer(response);
}

async function fetchOrFail(
  { path, method, query, body, headers, signal }: ApiRequest,
  accept: string,
): Promise<Response> {
  const token = currentToken();
  try {
    return await fetch(`${apiRoot}${path}${queryText(query)}`, {
      method: method ?? "GET",
      signal: signal ?? null,
      credentials: "omit",
      redirect: "error",
      headers: {
        accept,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined || body instanceof FormData ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? null : body instanceof FormData ? body : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw unreachable();
  }
}

/** `?a=1&b=2`; empty where nothing is asked for. */
export function queryText(query: ApiRequest["query"]): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== "") parameters.set(name, String(value));
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw unreadable(response.status);
  }
}
