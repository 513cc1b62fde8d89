import { defineConfig } from "vitest/config";

const besideEachOther = ["guard/**/*", "faults-of-*", "interrupted-runs", "outbox", "approval"].map(
  (name) => `test/e2e/${name}.test.ts`,
);

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          sequence: { groupOrder: 0 },
          include: [
            "src/**/*.test.ts",
            "tools/**/*.test.ts",
            "examples/**/*.test.ts",
            "bench/**/*.test.ts",
            "evaluation/**/*.test.ts",
            "web/src/**/*.test.ts",
          ],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "e2e",
          // After the unit tests, as load on the machine is what these tests measure.
          sequence: { groupOrder: 1 },
          include: ["test/e2e/**/*.test.ts"],
          exclude: besideEachOther,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "e2e-together",
          // These wait more than they work, and what they count does not depend on how busy the machine is.
          sequence: { groupOrder: 2 },
          include: besideEachOther,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 3,
        },
      },
    ],
  },
});
