import { expect, it } from "vitest";
import { errorTable, isErrorCode, type ErrorCode } from "../../contract/errors.ts";
import { statusByCode, statusOf } from "./status-of.ts";

it("names codes that there are, and no status where the kind of error says it", () => {
  const byExit = { 2: 422, 3: 503, 4: 409 };
  const codes = Object.keys(statusByCode);
  expect(codes.filter((code) => !isErrorCode(code))).toEqual([]);
  expect(codes.filter((code) => isErrorCode(code) && statusByCode[code] === byExit[errorTable[code].exit])).toEqual([]);
});

it.each([
  ["PA_PLAN_SYNTAX", 422],
  ["PA_USAGE", 422],
  ["PA_GUARD_PRODUCTION", 403],
  ["PA_ACCESS_DENIED", 403],
  ["PA_TOKEN_INVALID", 401],
  ["PA_APPROVAL_MISSING", 409],
  ["PA_ENVIRONMENT_BUSY", 409],
  ["PA_RUN_NOT_FOUND", 404],
  ["PA_RATE_LIMITED", 429],
  ["PA_ENGINE_MISSING", 503],
  ["PA_STORE_LOCKED", 503],
  ["PA_INTERNAL", 500],
] satisfies [ErrorCode, number][])("%s answers %d", (code, status) => {
  expect(statusOf(code)).toBe(status);
});

it("refuses everything that the guard refuses in the same way", () => {
  const refusals = Object.keys(errorTable).filter((code) => /^PA_GUARD_(?!HIT)/u.test(code)) as ErrorCode[];
  expect(refusals.map(statusOf)).toEqual(refusals.map(() => 403));
});
