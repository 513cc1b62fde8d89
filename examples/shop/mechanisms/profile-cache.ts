/** Keeps what a slow lookup found, each entry for a number of uses. */
export class ProfileCache<Profile> {
  readonly #entries = new Map<number, { profile: Profile; usesLeft: number }>();
  readonly #uses: number;
  #hits = 0;
  #misses = 0;

  /** One lookup in `uses` is a miss once the cache is warm. */
  constructor(uses: number) {
    this.#uses = uses;
  }

  get seen(): { readonly hits: number; readonly misses: number } {
    return { hits: this.#hits, misses: this.#misses };
  }

  /** Puts an entry in before anybody asks, good for a part of the uses so that not all entries end together. */
  warm(key: number, profile: Profile, usesLeft: number): void {
    this.#entries.set(key, { profile, usesLeft });
  }

  /** `off`: neither reads nor keeps anything. */
  async get(key: number, off: boolean, look: () => Promise<Profile>): Promise<Profile> {
    const entry = off ? undefined : this.#entries.get(key);
    if (entry !== undefined && entry.usesLeft > 0) {
      entry.usesLeft -= 1;
      this.#hits += 1;
      return entry.profile;
    }
    this.#misses += 1;
    const profile = await look();
    if (!off) this.#entries.set(key, { profile, usesLeft: this.#uses - 1 });
    return profile;
  }
}
