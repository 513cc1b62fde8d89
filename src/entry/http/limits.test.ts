import { expect, it } from "vitest";
import { virtualClock } from "../../../test/support/virtual-clock.ts";
import { RateLimit } from "./limits.ts";

it("lets everybody ask a minute's worth at once, then steadily", async () => {
  const clock = virtualClock();
  const limit = new RateLimit(60, clock);
  for (let asked = 0; asked < 60; asked += 1) {
    expect(limit.waitMs("ana")).toBe(0);
    limit.take("ana");
  }
  expect(limit.waitMs("ana")).toBe(1000);
  expect(limit.waitMs("bo")).toBe(0);
  await clock.advance(400);
  expect(limit.waitMs("ana")).toBe(600);
  await clock.advance(600);
  expect(limit.waitMs("ana")).toBe(0);
  limit.take("ana");
  expect(limit.waitMs("ana")).toBe(1000);
  await clock.advance(3_600_000);
  limit.take("ana");
  expect(limit.waitMs("ana")).toBe(0);
});

it("remembers ten thousand, the one that asks too much longest", () => {
  const limit = new RateLimit(1, virtualClock());
  limit.take("first");
  for (let index = 0; index < 9_998; index += 1) limit.take(`address ${index}`);
  limit.take("first");
  for (let index = 0; index < 9_999; index += 1) limit.take(`other ${index}`);
  expect(limit.waitMs("first")).toBe(60_000);
  expect(limit.waitMs("address 9997")).toBe(0);
});
