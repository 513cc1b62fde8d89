import { expect, it } from "vitest";
import { ProfileCache } from "./profile-cache.ts";

it("answers again and again from one lookup, until the entry has had its uses", async () => {
  const cache = new ProfileCache<string>(50);
  for (let use = 0; use < 100; use++) expect(await cache.get(use % 2, false, async () => "gold")).toBe("gold");
  expect(cache.seen).toEqual({ hits: 98, misses: 2 });
  await cache.get(0, false, async () => "gold");
  expect(cache.seen).toEqual({ hits: 98, misses: 3 });
});

it("looks every time while it is off, and knows afterwards what it knew before", async () => {
  const cache = new ProfileCache<string>(50);
  cache.warm(1, "warm", 10);
  for (let use = 0; use < 5; use++) expect(await cache.get(1, true, async () => "looked up")).toBe("looked up");
  expect(cache.seen).toEqual({ hits: 0, misses: 5 });
  expect(await cache.get(1, false, async () => "looked up")).toBe("warm");
});
