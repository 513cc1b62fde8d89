import { describe, expect, it } from "vitest";
import type { GuardDecision } from "../../../src/contract/policy.ts";
import type { FoundEngine } from "../../../src/ports/load-engine.ts";
import { dialAttacks, type DialAttack } from "../../support/attack-dials.ts";
import { enginesUnderTest, startDirectly, type EngineAnswer } from "../../support/attack-engine.ts";
import { onStage } from "../../support/attack-table.ts";

const told = ({ refusal, outcome, log }: EngineAnswer): string =>
  `${refusal ?? ""} ${JSON.stringify(outcome)} ${log.join("\n")}`;

/** Does one attack with what the guard decided, or with that decision broken. Gives what arrived at production. */
async function dial(
  { script, options, plan, leading }: DialAttack,
  engine: FoundEngine,
  broken: Partial<GuardDecision["enforcement"]> = {},
): Promise<{ answer: EngineAnswer; arrivals: readonly string[] }> {
  return onStage(async (stage) => {
    if (plan !== undefined) await stage.write("plan.yaml", plan);
    const { decision, enforcement } = await stage.decide(options);
    if (decision !== "allow") throw new Error("the plan beside the attack is refused");
    const at = { target: `http://127.0.0.1:${stage.target.port}`, port: stage.production.port };
    const answer = await startDirectly(engine, {
      files: { "main.js": script(at) },
      enforcement: {
        ...enforcement,
        ...(leading === undefined ? {} : { pins: { ...enforcement.pins, [leading]: "127.0.0.1" } }),
        ...broken,
      },
    });
    if (answer.refusal !== null) throw new Error(answer.refusal);
    const arrivals = [...(await stage.production.arrivals())];
    // A name of production is as bad as its address.
    const named = stage.target.hosts().filter((host) => /example\.com/iu.test(host));
    return { answer, arrivals: [...arrivals, ...named] };
  });
}

const engines = await enginesUnderTest();
for (const { name, found } of engines) {
  describe.skipIf(found === null)(`dials of ${name}, past lint and review`, () => {
    it.concurrent.each(dialAttacks)("$name", async (attack) => {
      if (found === null) return;
      const { answer, arrivals } = await dial(attack, found);
      const hit = (answer.outcome?.guardHits ?? 0) > 0;
      expect({ arrivals, unseen: attack.expects === "blocked" && !hit ? told(answer) : "" }).toEqual({
        arrivals: [],
        unseen: "",
      });
    });

    // Whether an attack is one does not hang on the engine's version.
    const first = name === engines[0]?.name;
    it.concurrent.each(dialAttacks.filter(({ reaches = true }) => reaches && first))(
      "arrives without the block: $name",
      async (attack) => {
        if (found === null) return;
        const { answer, arrivals } = await dial(attack, found, {
          blockedRanges: [],
          blockedHostnames: [],
          ...(attack.plan === undefined ? {} : { pins: { "shop.perf.test": "127.0.0.2" } }),
        });
        expect(arrivals.length > 0 ? "" : told(answer)).toBe("");
      },
    );
  });
}
