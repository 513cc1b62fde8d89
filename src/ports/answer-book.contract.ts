import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer, AnswerBook } from "./answer-book.ts";

function answer(runId: string, recommendationId: string, changes: Partial<Answer> = {}): Answer {
  return { runId, recommendationId, accepted: true, by: "ana", at: 1_000, comment: null, ...changes };
}

/** What every book of answers promises; each adapter runs it. `second` sees what `first` keeps, as another process does. */
export function answerBookContract(
  open: () => Promise<{ first: AnswerBook; second: AnswerBook; close(): Promise<void> }>,
): void {
  describe("a book of answers", () => {
    let shared: Awaited<ReturnType<typeof open>>;
    let book: AnswerBook;
    beforeEach(async () => {
      shared = await open();
      book = shared.first;
    });
    afterEach(() => shared.close());

    it("gives the answers of a run by the ids of its recommendations", async () => {
      const refused = answer("r1", "b", { accepted: false, comment: "'no'\nnot now" });
      await book.put(refused);
      await book.put(answer("r1", "a"));
      await book.put(answer("r2", "a"));
      expect(await shared.second.ofRun("r1")).toEqual([answer("r1", "a"), refused]);
      expect(await book.ofRun("r3")).toEqual([]);
    });

    it("lets the answer stand that was put last", async () => {
      await book.put(answer("r1", "a", { comment: "yes" }));
      const second = answer("r1", "a", { accepted: false, by: "ben", at: 500 });
      await shared.second.put(second);
      expect(await book.ofRun("r1")).toEqual([second]);
    });

    it("counts the answers that stand, over all runs", async () => {
      expect(await book.count()).toEqual({ answered: 0, accepted: 0 });
      await book.put(answer("r1", "a"));
      await book.put(answer("r1", "b", { accepted: false }));
      await book.put(answer("r2", "a"));
      await book.put(answer("r2", "a"));
      expect(await shared.second.count()).toEqual({ answered: 3, accepted: 2 });
    });
  });
}
