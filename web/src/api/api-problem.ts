import { problemSchema, type Problem } from "../../../src/contract/api/problem.ts";

/** What the page says where the service itself said nothing. */
export type PageProblemCode = "unreachable" | "unreadable" | "unexpected";

export interface ApiProblemFacts {
  /** HTTP status; 0: there was no answer. */
  readonly status: number;
  /** Code of the service's table of errors, or one of the page's own. */
  readonly code: string;
  /** What is wrong, and where. */
  readonly detail: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Every mistake, where the service named several. */
  readonly errors: Problem["errors"];
}

/** A request that was not answered with what was asked for. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
  readonly errors: Problem["errors"];

  constructor({ status, code, detail, remedy, errors }: ApiProblemFacts) {
    super(detail);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.remedy = remedy;
    this.errors = errors;
  }
}

/** No answer came: the service is gone, or the network is. */
export function unreachable(): ApiProblem {
  return pageProblem(
    0,
    "unreachable",
    "The service does not answer.",
    "See whether perf-agent serve still runs, then try again.",
  );
}

/** An answer that this page does not understand: as a rule the service was replaced by another version while the page was open. */
export function unreadable(status: number): ApiProblem {
  return pageProblem(
    status,
    "unreadable",
    "The service answered in a way that this page does not know.",
    "Load the page again.",
  );
}

/** What the service says in an answer that is no success. */
export async function problemOfAnswer(response: Response): Promise<ApiProblem> {
  const text = await response.text().catch(() => "");
  const parsed = problemSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const detail = `The service answered with status ${response.status}.`;
    return pageProblem(response.status, "unexpected", detail, "Try again; the service's log says more.");
  }
  const { status, code, detail, remedy, errors } = parsed.data;
  return new ApiProblem({ status, code, detail, remedy, errors });
}

/** Any error as a problem to show. A defect of the page itself says that it is one. */
export function toApiProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return pageProblem(0, "unexpected", detail, "Load the page again. If it comes back, it is a defect of this page.");
}

function pageProblem(status: number, code: PageProblemCode, detail: string, remedy: string): ApiProblem {
  return new ApiProblem({ status, code, detail, remedy, errors: [] });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
