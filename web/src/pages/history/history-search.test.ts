import { describe, expect, it } from "vitest";
import { historyHref, hrefOfHistory, readHistorySearch } from "./history-search.ts";

describe("the address of a history", () => {
  it("says what is shown, and p95 where it says nothing", () => {
    expect(readHistorySearch("")).toEqual({ name: "", environment: "", endpoint: "", statistic: "p95" });
    expect(readHistorySearch("?name=shop&statistic=errors&endpoint=%20pay")).toEqual({
      name: "shop",
      environment: "",
      endpoint: "pay",
      statistic: "errors",
    });
    expect(readHistorySearch("?statistic=p42").statistic).toBe("p95");
  });

  it("is read as it was written", () => {
    const search = { name: "a&b c", environment: "perf", endpoint: "GET /x?y", statistic: "p99" } as const;
    expect(readHistorySearch(hrefOfHistory(search).replace("/history", ""))).toEqual(search);
    expect(historyHref("shop")).toBe("/history?name=shop");
  });
});
