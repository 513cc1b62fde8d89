import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginningOf, parseProcessStatus } from "./process-status.ts";

/** Recorded on Linux 6: fields 3 to 25 of a sleeping process. */
const rest = "S 1 4242 4242 0 -1 4194304 1 0 0 0 7 3 0 0 20 0 11 0 987654 1160000 12 18446744073709551615";

describe("a line of /proc/PID/stat", () => {
  it("is read whatever the program calls itself", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 15 }), (name) => {
        expect(parseProcessStatus(`4242 (${name}) ${rest}\n`)).toEqual({ state: "S", startTicks: "987654" });
      }),
    );
  });

  it.each(["", "4242", "4242 (sh)", "4242 (sh) S 1", `4242 sh ${rest}`, `4242 (sh) ${rest.replace("987654", "-")}`])(
    "is none: %j",
    (line) => {
      expect(parseProcessStatus(line)).toBeNull();
    },
  );

  it.each([
    { state: "R", beganAt: "boot+12" },
    { state: "T", beganAt: "boot+12" },
    { state: "Z", beganAt: null },
    { state: "X", beganAt: null },
  ])("says of state $state when it began: $beganAt", ({ state, beganAt }) => {
    expect(beginningOf({ state, startTicks: "12" }, "boot")).toBe(beganAt);
  });
});
