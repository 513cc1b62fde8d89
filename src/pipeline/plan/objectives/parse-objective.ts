import { comparatorSchema, type Objective, type Statistic } from "../../../contract/slo-set.ts";
import { measures, type Measure } from "../../../contract/window.ts";
import { unitOf, type Condition, type Indicator } from "./condition.ts";
import { parseEvery, parseLimit, parseTag, parseWindowShare } from "./parse-quantity.ts";
import { statisticOf } from "./parse-statistic.ts";
import { splitWords, type Word } from "./split-words.ts";
import { didYouMean } from "./suggest-word.ts";
import { WordProblem } from "./word-problem.ts";

/** What an objective is taken over, as written; without name and tag it is `each`, `all` or nothing. */
export interface Subject {
  readonly name: string | null;
  readonly each: boolean;
  readonly tag: Objective["tag"];
}

const comparators = comparatorSchema.options;

/** Parses one objective of the short form. Throws WordProblem at the word that does not fit. */
export function parseObjective(text: string): Condition {
  return new ObjectiveParser(text).objective();
}

/** Parses `p95`, `p95 waiting`, `apdex(500ms)`: the `sli` of the long form. Throws WordProblem. */
export function parseStatistic(text: string): { statistic: Statistic; measure: Measure } {
  return new ObjectiveParser(text).loneStatistic();
}

/** Puts statistic, subject and scenario together. Throws WordProblem at offset `at` where they do not go together. */
export function indicatorOf(
  { statistic, measure }: { statistic: Statistic; measure: Measure },
  subject: Subject,
  scenario: string | null,
  at: number,
): Indicator {
  const unit = unitOf(statistic);
  const ofScenario = measure === "journey" || statistic.kind === "dropped";
  if (!ofScenario) {
    const { name: endpoint, each, tag } = subject;
    return { statistic, measure, endpoint, each, tag, scenario, unit };
  }
  const what = measure === "journey" ? "a journey" : "dropped iterations";
  if (subject.each)
    throw new WordProblem(at, `${what} belong${measure === "journey" ? "s" : ""} to a scenario: name one`);
  if (subject.tag !== null)
    throw new WordProblem(at, `${what} cannot be selected by the tag of an endpoint: name the scenario`);
  if (subject.name !== null && scenario !== null)
    throw new WordProblem(at, `${what} cannot be of "${subject.name}" in "${scenario}": name the scenario once`);
  return { statistic, measure, endpoint: null, each: false, tag: null, scenario: subject.name ?? scenario, unit };
}

class ObjectiveParser {
  readonly #text: string;
  readonly #words: readonly Word[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#words = splitWords(text);
  }

  objective(): Condition {
    const statistic = this.#statistic();
    let subject: (Subject & { at: number }) | null = null;
    let scenario: string | null = null;
    for (;;) {
      const word = this.#peek();
      if (this.#is("of")) {
        if (subject !== null) throw new WordProblem(word.at, '"of" stands twice');
        subject = this.#subject();
      } else if (this.#is("in")) {
        if (scenario !== null) throw new WordProblem(word.at, "a second scenario: an objective has one");
        this.#take();
        scenario = this.#name("a scenario");
      } else break;
    }
    const comparator = this.#comparator(subject === null && scenario === null);
    const indicator = indicatorOf(
      statistic,
      subject ?? { name: null, each: false, tag: null },
      scenario,
      subject?.at ?? 0,
    );
    const limitWord = this.#take("a limit such as 400ms, 0.1% or 190/s");
    const limit = parseLimit(limitWord.text, indicator.unit, limitWord.at);
    const window = this.#window();
    const rest = this.#words[this.#next];
    if (rest !== undefined)
      throw new WordProblem(
        rest.at,
        `"${rest.text}" does not fit here: nothing follows but "in every 30s" or "in 95% of 10s"`,
      );
    return { ...indicator, comparator, limit, window };
  }

  loneStatistic(): { statistic: Statistic; measure: Measure } {
    const statistic = this.#statistic();
    const rest = this.#words[this.#next];
    if (rest !== undefined) throw new WordProblem(rest.at, `"${rest.text}" does not fit into "sli"; use "of" and "in"`);
    return statistic;
  }

  #statistic(): { statistic: Statistic; measure: Measure } {
    const word = this.#take("a statistic such as p95, errors or throughput");
    const statistic = statisticOf(word);
    const after = this.#words[this.#next];
    const isMeasure =
      after !== undefined && (after.quoted || !["of", "in", ...comparators].includes(after.text.toLowerCase()));
    if (!isMeasure) return { statistic, measure: "latency" };
    const timed = ["quantile", "mean", "max", "min", "share-below"].includes(statistic.kind);
    const measure = measures.find((name) => name === after.text);
    if (!timed || measure === undefined || after.quoted)
      throw new WordProblem(
        after.at,
        timed
          ? `"${after.text}" is no phase: latency, blocked, connecting, tls, sending, waiting, receiving or journey may follow "${word.text}", else "of", "in" or a comparison.${didYouMean(after.text, ["of", "in", ...measures])}`
          : `"${after.text}" does not fit after "${word.text}": "of", "in" or a comparison follows.${didYouMean(after.text, ["of", "in"])}`,
      );
    this.#take();
    return { statistic, measure };
  }

  #subject(): Subject & { at: number } {
    this.#take();
    const word = this.#peek();
    const each = this.#is("each");
    if (each || this.#is("all")) {
      this.#take();
      return { name: null, each, tag: each && this.#isTag() ? this.#tag() : null, at: word.at };
    }
    if (this.#isTag()) return { name: null, each: false, tag: this.#tag(), at: word.at };
    return { name: this.#name('an endpoint, "each", "all" or "tag NAME=VALUE"'), each: false, tag: null, at: word.at };
  }

  /** `tag` before `NAME=VALUE`; before anything that goes on with the objective it is an endpoint's name. */
  #isTag(): boolean {
    if (!this.#is("tag")) return false;
    const after = this.#words[this.#next + 1];
    return after !== undefined && (after.quoted || !["of", "in", ...comparators].includes(after.text));
  }

  #tag(): NonNullable<Objective["tag"]> {
    this.#take();
    const word = this.#take("a tag such as criticality=high");
    return parseTag(word.text, word.at);
  }

  #name(what: string): string {
    const word = this.#take(what);
    if (
      !word.quoted &&
      (comparators.some((comparator) => comparator === word.text) || word.text === "of" || word.text === "in")
    )
      throw new WordProblem(
        word.at,
        `${what} is missing before "${word.text}"; names that are words of the grammar stand in quotes`,
      );
    if (word.text === "") throw new WordProblem(word.at, "a name cannot be empty");
    return word.text;
  }

  #comparator(bare: boolean): Objective["comparator"] {
    const word = this.#take("a comparison: <, <=, > or >=");
    const comparator = comparators.find((candidate) => candidate === word.text);
    if (comparator === undefined || word.quoted)
      throw new WordProblem(
        word.at,
        `"${word.text}" does not fit here: ${bare ? '"of", "in" or ' : ""}one of <, <=, >, >= is expected; names with spaces stand in quotes`,
      );
    return comparator;
  }

  #window(): Condition["window"] {
    if (this.#words[this.#next] === undefined || !this.#is("in")) return null;
    this.#take();
    if (this.#is("every")) {
      this.#take();
      const every = this.#take("the length of the window, such as 30s");
      return { everyMs: parseEvery(every.text, every.at), share: 1 };
    }
    const shareWord = this.#take('"every 30s" or "95% of 10s"');
    if (!/^[\d.]+%?$/.test(shareWord.text))
      throw new WordProblem(
        shareWord.at,
        `"${shareWord.text}" does not fit here: after the limit "in every 30s" or "in 95% of 10s" may follow; "in SCENARIO" stands before the comparison.${didYouMean(shareWord.text, ["every"])}`,
      );
    const share = parseWindowShare(shareWord.text, shareWord.at);
    const of = this.#take('"of" and the length of the windows');
    if (of.text !== "of" || of.quoted) throw new WordProblem(of.at, `"${of.text}" does not fit here: "in 95% of 10s"`);
    const every = this.#take("the length of the windows, such as 10s");
    return { everyMs: parseEvery(every.text, every.at), share };
  }

  #is(keyword: string): boolean {
    const word = this.#words[this.#next];
    return word !== undefined && !word.quoted && word.text === keyword;
  }

  #peek(): Word {
    return this.#words[this.#next] ?? { text: "", quoted: false, at: this.#text.trimEnd().length };
  }

  /** The next word; a WordProblem at the end of the text when there is none. */
  #take(expected = "a word"): Word {
    const word = this.#words[this.#next];
    if (word === undefined)
      throw new WordProblem(this.#text.trimEnd().length, `the objective ends too early: ${expected} is expected`);
    this.#next += 1;
    return word;
  }
}
