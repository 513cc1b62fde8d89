import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { startGate, type Gate } from "./start-gate.ts";

const sourceSchema = z.looseObject({ urlTemplate: z.string() });

describe("startGate", () => {
  let gate: Gate;
  beforeEach(async () => {
    gate = await startGate();
  });
  afterEach(() => gate.close());

  const ask = async (key: string): Promise<{ status: number; text: string }> => {
    const { urlTemplate } = sourceSchema.parse(gate.secretSource);
    const response = await fetch(urlTemplate.replace("{key}", key));
    return { status: response.status, text: await response.text() };
  };

  it("says nothing while all users may go on", async () => {
    expect(await ask("open/1")).toEqual({ status: 200, text: "" });
    expect(gate.held()).toEqual(new Map());
  });

  it.each([
    [0, 1],
    [2.1, 4],
    [-3, 1],
    [1000, 1001],
  ])("tells that %d users may go on with as many blanks and one", async (users, blanks) => {
    gate.limit(users);
    expect((await ask("open/1")).text).toBe(" ".repeat(blanks));
  });

  it("never opens again", async () => {
    gate.limit(3);
    gate.limit(8);
    expect((await ask("open/2")).text).toHaveLength(4);
    gate.limit(Number.POSITIVE_INFINITY);
    expect((await ask("open/3")).text).toHaveLength(4);
  });

  it("counts each held iteration once, by scenario", async () => {
    for (const key of ["held/buy/7", "held/buy/7", "held/buy/3", "held/a%20b/0"])
      expect(await ask(key)).toEqual({ status: 200, text: "" });
    expect(gate.held()).toEqual(
      new Map([
        ["buy", { held: 2, begun: 8 }],
        ["a b", { held: 1, begun: 1 }],
      ]),
    );
  });

  it.each(["", "held/buy", "held/buy/x", "held/buy/-1", "held//1", "held/a/b/1", "held/%/1", "other"])(
    "has no answer to %j",
    async (key) => {
      expect((await ask(key)).status).toBe(404);
      expect(gate.held()).toEqual(new Map());
    },
  );

  it("answers nobody who does not know its path", async () => {
    const response = await fetch(`http://127.0.0.1:${gate.port}/open/1`);
    expect(response.status).toBe(404);
    const again = await startGate();
    expect(again.secretSource["urlTemplate"]).not.toBe(gate.secretSource["urlTemplate"]);
    again.close();
  });
});
