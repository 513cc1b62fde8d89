/** A word that does not fit. `at` is its offset in the text. */
export class WordProblem extends Error {
  readonly at: number;

  constructor(at: number, text: string) {
    super(text);
    this.at = at;
  }
}
