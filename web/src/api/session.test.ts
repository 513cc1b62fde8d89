import { describe, expect, it } from "vitest";
import { tokenOfFragment } from "./session.ts";

describe("token of a log-in link", () => {
  it.each([
    ["#token=pa_abc", "pa_abc"],
    ["token=pa_abc", "pa_abc"],
    ["#other=1&token=pa_a-b_c", "pa_a-b_c"],
    ["#token=%20pa_abc%20", "pa_abc"],
    ["#token=", null],
    ["#token=%20", null],
    ["#results", null],
    ["", null],
  ])("%s gives %s", (fragment, token) => {
    expect(tokenOfFragment(fragment)).toBe(token);
  });
});
