import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../contract/run-event.ts";
import { runEventMessages } from "./run-event-messages.ts";

const event: RunEvent = {
  schemaVersion: 1,
  number: 7,
  at: 1_700_000_000_123,
  runId: "20261124-080000-demo-0a1b2c3d",
  kind: "alert",
  level: "alert",
  text: "80 % of 5.00 EUR used",
};
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

function hook(url: string, ...on: RunEvent["kind"][]): { url: string; secretEnv: null; on: RunEvent["kind"][] } {
  return { url, secretEnv: null, on };
}

function idOf(changes: Partial<RunEvent>, url = "https://a/"): string {
  return runEventMessages({ ...event, ...changes }, [hook(url, "alert")], sha256)[0]?.id ?? "";
}

describe("the messages of an event", () => {
  it("go to the webhooks that want its kind, each once", () => {
    const hooks = [hook("https://a/", "alert"), hook("https://b/", "verdict"), hook("https://a/", "alert", "stop")];
    const messages = runEventMessages(event, hooks, sha256);
    expect(messages).toMatchObject([{ sink: "webhook:https://a/", createdAt: event.at }]);
    expect(JSON.parse(messages[0]?.body ?? "")).toEqual({
      type: "perf-agent.run.alert",
      timestamp: "2023-11-14T22:13:20.123Z",
      data: event,
    });
  });

  it("have the same id for the same event and receiver, and another for any other", () => {
    expect(idOf({ text: "told again" })).toBe(idOf({}));
    expect(idOf({})).toMatch(/^evt_[0-9a-f]{32}$/u);
    expect(new Set([idOf({}), idOf({ number: 8 }), idOf({ runId: "other" }), idOf({}, "https://b/")]).size).toBe(4);
  });
});
