import type { z } from "zod";
import { PerfAgentError, type Mistake } from "../../contract/errors.ts";
import type { ServiceApp } from "./service-app.ts";

/** The parts of a request, as people call them. */
const parts: Readonly<Record<string, string>> = {
  body: "the body",
  params: "the path",
  querystring: "the query",
  headers: "the headers",
};

/** Every mistake of a part of a request (PA_REQUEST_INVALID). */
function invalidRequest(httpPart: string | undefined, issues: readonly z.core.$ZodIssue[]): PerfAgentError {
  const part = parts[httpPart ?? ""] ?? "the request";
  return new PerfAgentError(
    issues.map(({ path, message }): Mistake => {
      const place = path.map(String).join(".");
      return { code: "PA_REQUEST_INVALID", text: `${part}${place === "" ? "" : `, ${place}`}: ${message}` };
    }),
  );
}

/**
 * Has requests read by the zod schemas of their routes, and answers checked by them: what a schema does not have is not sent. An answer that
 * does not fit is a defect, and nothing of it leaves.
 */
export function useZodSchemas(app: ServiceApp): void {
  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => (data: unknown) => {
    const read = schema.safeParse(data);
    return read.success ? { value: read.data } : { error: invalidRequest(httpPart, read.error.issues) };
  });
  app.setSerializerCompiler<z.ZodType>(({ schema, method, url }) => (data: unknown) => {
    const read = schema.safeParse(data);
    if (read.success) return JSON.stringify(read.data);
    const places = read.error.issues.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`);
    throw new Error(`the answer of ${method} ${url} is not what its schema says: ${places.join("; ")}`);
  });
}
