import { describe, expect, it } from "vitest";
import { isBaseUrl } from "./base-url.ts";

describe("isBaseUrl", () => {
  it.each([
    "http://127.0.0.1:8080",
    "https://shop.perf.example.test",
    "https://shop.perf.example.test/api/v2/",
    "HTTP://[::1]:80",
    "http://box_1.test",
  ])("takes %s", (text) => {
    expect(isBaseUrl(text)).toBe(true);
  });
  it.each([
    "ftp://x.test",
    "//x.test",
    "x.test",
    "http://",
    "http://u:p@x.test",
    "http://127.0.0.1:80#@127.0.0.2:81",
    "http://x.test#",
    "http://x.test?",
    "http://x.test/a?b=c",
    "http://x.test\\@y.test",
    "http://[fe80::1%25lo]:1",
    "http://x.test:99999",
    "http://x%2etest",
    "http://x.test\n",
    "http://x\u0000.test",
    "http://x .test",
  ])("does not take %j", (text) => {
    expect(isBaseUrl(text)).toBe(false);
  });
});
