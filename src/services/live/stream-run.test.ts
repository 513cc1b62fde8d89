import { describe, expect, test } from "vitest";
import { runsWorld, shelvedPlan, storedRunOf } from "../../../test/support/runs-world.ts";
import { enqueueRun } from "../runs/enqueue-run.ts";
import { streamRun } from "./stream-run.ts";

const noId = { lastEventId: undefined };

describe("the stream of a run", () => {
  test("is of a run that is known", async () => {
    const { service } = runsWorld();
    const { signal } = new AbortController();
    await expect(streamRun(service, { runId: "no-such", ...noId }, signal)).rejects.toMatchObject({
      mistakes: [{ code: "PA_RUN_NOT_FOUND" }],
    });
    expect(service.live.viewers()).toBe(0);
  });

  test("tells of a run in the queue how many are before it, and that it was cancelled", async () => {
    const { service, clock, jobs, rows, plans } = runsWorld();
    plans.set("plan-1", shelvedPlan());
    const ask = { planId: "plan-1", author: "ben", idempotencyKey: null };
    await enqueueRun(service, ask);
    const { runId } = await enqueueRun(service, ask);
    const leaving = new AbortController();
    let text = "";
    const reading = (async () => {
      for await (const piece of await streamRun(service, { runId, ...noId }, leaving.signal)) text += piece;
    })();
    await clock.advance(1_000);
    expect(text).toContain('"state":"queued","text":"1 run on the same environment is before it"');
    const job = await jobs.ofRun(runId);
    await jobs.cancel(job?.jobId ?? "", { at: clock.now(), problem: null });
    rows.set(runId, storedRunOf(runId, { state: "stopped", verdict: null, reason: "ben took it out of the queue" }));
    await clock.advance(1_000);
    await reading;
    expect(text).toContain('"text":"ben took it out of the queue"');
    expect(text.trimEnd().split("\n").at(-1)).toBe('data: {"event":"done","state":"stopped","verdict":null}');
    service.live.close();
    await clock.advance(1_000);
  });

  test("has as many listeners as the settings allow, and counts those who have gone no more", async () => {
    const { service, clock, rows } = runsWorld();
    rows.set("a", storedRunOf("a", { state: "running", verdict: null }));
    const [one, other] = [new AbortController(), new AbortController()];
    await streamRun(service, { runId: "a", ...noId }, one.signal);
    await streamRun(service, { runId: "a", ...noId }, other.signal);
    const third = new AbortController();
    const full = { mistakes: [{ code: "PA_STREAMS_FULL" }] };
    await expect(streamRun(service, { runId: "a", ...noId }, third.signal)).rejects.toMatchObject(full);
    one.abort();
    expect(service.live.viewers()).toBe(1);
    await streamRun(service, { runId: "a", ...noId }, third.signal);
    service.live.close();
    await clock.advance(1_000);
  });
});
