import { errorTable, type ErrorCode } from "../../contract/errors.ts";

/** Status of an error by its code, where the kind of error does not say it (`byExit`). */
export const statusByCode: Readonly<Record<string, number>> = {
  PA_ACCESS_DENIED: 403,
  PA_ANALYSIS_NOT_FOUND: 404,
  PA_APPROVAL_AUTHOR: 403,
  PA_APPROVAL_EXPIRED: 409,
  PA_APPROVAL_INVALID: 409,
  PA_APPROVAL_MISSING: 409,
  PA_CURSOR_INVALID: 400,
  PA_ENVIRONMENT_BUSY: 409,
  PA_FILE_TOO_LARGE: 413,
  PA_GUARD_ADDRESS: 403,
  PA_GUARD_DATA: 403,
  PA_GUARD_FILE: 403,
  PA_GUARD_HANDSHAKE: 403,
  PA_GUARD_HOST: 403,
  PA_GUARD_ISOLATION: 403,
  PA_GUARD_LIMIT: 403,
  PA_GUARD_PRODUCTION: 403,
  PA_GUARD_REFUSED: 403,
  PA_GUARD_SCRIPT: 403,
  PA_GUARD_UNTRUSTED: 403,
  // The name under which the service was asked leads elsewhere (RFC 9110, 15.5.20).
  PA_HOST_FOREIGN: 421,
  PA_IDEMPOTENCY: 409,
  PA_INTERNAL: 500,
  PA_JOB_NOT_FOUND: 404,
  PA_PLAN_NOT_FOUND: 404,
  PA_PLAN_REJECTED: 409,
  PA_RATE_LIMITED: 429,
  PA_RECOMMENDATION_NOT_FOUND: 404,
  PA_REGRESSION_NOT_FOUND: 404,
  PA_REQUEST_INVALID: 400,
  PA_REQUEST_TOO_LARGE: 413,
  PA_ROUTE_NOT_FOUND: 404,
  PA_RUN_BUNDLE_DAMAGED: 500,
  PA_RUN_NOT_FOUND: 404,
  PA_RUN_NOT_OVER: 409,
  PA_RUN_OVER: 409,
  PA_SECRET_FORBIDDEN: 403,
  PA_STORE_CORRUPT: 500,
  PA_TOKEN_INVALID: 401,
  PA_TOKEN_NOT_FOUND: 404,
  PA_UPLOAD_TOO_LARGE: 413,
  PA_WRITE_FAILED: 500,
};

/** What was asked for cannot be understood or is refused; could not be done now; cannot be trusted, so that it conflicts with what is wanted. */
const byExit: Readonly<Record<2 | 3 | 4, number>> = { 2: 422, 3: 503, 4: 409 };

/** HTTP status of an error that reaches whoever asked. */
export function statusOf(code: ErrorCode): number {
  return statusByCode[code] ?? byExit[errorTable[code].exit];
}
