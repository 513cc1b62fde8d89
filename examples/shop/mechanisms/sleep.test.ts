import { afterEach, expect, it, vi } from "vitest";
import { sleep } from "./sleep.ts";

afterEach(() => vi.restoreAllMocks());

it.each([
  { ms: 6.4, drawn: 0.39, wanted: [7] },
  { ms: 6.4, drawn: 0.41, wanted: [6] },
  { ms: 6, drawn: 0, wanted: [6] },
  { ms: 0.4, drawn: 0.41, wanted: [] },
  { ms: 0, drawn: 0, wanted: [] },
])("$ms ms with $drawn drawn waits $wanted", async ({ ms, drawn, wanted }) => {
  const timer = vi.spyOn(globalThis, "setTimeout");
  await sleep(ms, () => drawn);
  expect(timer.mock.calls.map(([, delay]) => delay)).toEqual(wanted);
});
