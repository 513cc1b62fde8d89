import { expect, test } from "vitest";
import { seededRandom } from "./seeded-random.ts";

test("a seed gives one stream, another seed another, both even over [0, 1)", () => {
  const [first, again, other] = [seededRandom("7\np95"), seededRandom("7\np95"), seededRandom("8\np95")];
  const stream = Array.from({ length: 10_000 }, () => first());
  expect(Array.from({ length: 10_000 }, () => again())).toEqual(stream);
  expect(other()).not.toBe(stream[0]);
  const tenths = Array.from({ length: 10 }, (_, tenth) => stream.filter((x) => Math.floor(x * 10) === tenth).length);
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test("the stream is the same on every machine", () => {
  const random = seededRandom("golden");
  expect([random(), random(), random()]).toMatchInlineSnapshot(`
    [
      0.1376094757579267,
      0.158812309615314,
      0.6272401113528758,
    ]
  `);
});
