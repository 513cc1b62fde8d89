import { expect, test } from "vitest";
import { Progress } from "./progress.ts";

test("the rest takes as long as what was made", () => {
  let now = 1000;
  const progress = new Progress(200, () => now);
  now += 40_000;
  expect(progress.finished()).toBe("199 runs left, about 2h13m");
  now += 20_000;
  expect(progress.finished()).toBe("198 runs left, about 1h39m");
});
