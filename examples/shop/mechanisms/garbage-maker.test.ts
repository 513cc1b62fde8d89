import { expect, it } from "vitest";
import { GarbageMaker } from "./garbage-maker.ts";

it("keeps the newest and lets the rest go", () => {
  const maker = new GarbageMaker();
  for (let request = 0; request < 10; request++) maker.make(512, 2);
  expect(maker.seen).toEqual({ madeKilobytes: 5120, keptKilobytes: 2048 });
  maker.make(1800, 2);
  expect(maker.seen).toEqual({ madeKilobytes: 6920, keptKilobytes: 1800 });
  maker.make(512, 0);
  expect(maker.seen).toEqual({ madeKilobytes: 7432, keptKilobytes: 0 });
});

it("really takes the heap, and gives it back", () => {
  const maker = new GarbageMaker();
  const before = process.memoryUsage().heapUsed;
  for (let request = 0; request < 30; request++) maker.make(1024, 64);
  expect(process.memoryUsage().heapUsed - before).toBeGreaterThan(20_000_000);
  maker.release();
  expect(maker.seen.keptKilobytes).toBe(0);
});
