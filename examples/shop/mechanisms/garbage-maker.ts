interface Crumb {
  readonly id: number;
  readonly label: string;
  readonly next: Crumb | null;
}

/** About what one crumb takes of the heap: the object and its own string. */
const bytesPerCrumb = 64;

/** Makes many small objects and keeps the newest of them: the collector has to visit and move what is kept. */
export class GarbageMaker {
  readonly #kept: { kilobytes: number; newest: Crumb | null }[] = [];
  #keptKilobytes = 0;
  #madeKilobytes = 0;

  get seen(): { readonly madeKilobytes: number; readonly keptKilobytes: number } {
    return { madeKilobytes: this.#madeKilobytes, keptKilobytes: this.#keptKilobytes };
  }

  make(kilobytes: number, retainedMegabytes: number): void {
    const count = Math.round((kilobytes * 1024) / bytesPerCrumb);
    let newest: Crumb | null = null;
    for (let id = 0; id < count; id++) newest = { id, label: `crumb ${id}`, next: newest };
    this.#kept.push({ kilobytes, newest });
    this.#madeKilobytes += kilobytes;
    this.#keptKilobytes += kilobytes;
    while (this.#kept.length > 0 && this.#keptKilobytes > retainedMegabytes * 1024) {
      this.#keptKilobytes -= this.#kept.shift()?.kilobytes ?? 0;
    }
  }

  /** Lets go of everything. */
  release(): void {
    this.#kept.length = 0;
    this.#keptKilobytes = 0;
  }
}
