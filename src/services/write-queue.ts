/** Keeps writes of one run in order; the first failure ends them all. */
export class WriteQueue {
  #last: Promise<void> = Promise.resolve();
  #failed = false;
  onFailure: (error: unknown) => void = () => undefined;

  add(write: () => Promise<void>): void {
    this.#last = this.#last.then(async () => {
      if (this.#failed) return;
      try {
        await write();
      } catch (error) {
        this.#failed = true;
        this.onFailure(error);
      }
    });
  }

  async drained(): Promise<void> {
    await this.#last;
  }
}
