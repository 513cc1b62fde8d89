import { describe, expect, it } from "vitest";
import { classifyK6Error, errorKindOf } from "./classify-error.ts";

describe("classifyK6Error", () => {
  it.each([
    [503, 1503, "status", "503"],
    [404, 1404, "status", "404"],
    [302, -1, "status", "302"],
    [0, 1000, "connection", "connection ended or another network error"],
    [0, 1020, "other", "invalid URL"],
    [0, 1050, "timeout", "request timeout"],
    [0, 1101, "connection", "no such host"],
    [0, 1110, "blocked", "address blocked"],
    [0, 1111, "blocked", "host name blocked"],
    [0, 1211, "connection", "dial timeout"],
    [0, 1299, "connection", "k6 error 1299"],
    [0, 1310, "tls", "certificate of an unknown authority"],
    [0, 1630, "connection", "k6 error 1630"],
    [200, 1701, "status", "200"],
    [0, 1701, "other", "body cannot be decompressed"],
    [-1, -1, "other", "failed without a status"],
  ])("status %d, code %d is %s: %s", (status, code, kind, value) => {
    expect(classifyK6Error(status, code)).toEqual({ kind, value });
  });
});

describe("errorKindOf", () => {
  it("knows our own kinds only", () => {
    expect(errorKindOf("extract")).toBe("extract");
    expect(errorKindOf("anything")).toBe("other");
  });
});
