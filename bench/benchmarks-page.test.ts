import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("docs/benchmarks.md names every benchmark", () => {
  const page = readFileSync(new URL("../docs/benchmarks.md", import.meta.url), "utf8");
  const files = globSync("**/*.bench.ts", { cwd: fileURLToPath(new URL("./", import.meta.url)) });
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => !page.includes(file))).toEqual([]);
});
