import type { EvaluationDocument } from "../../src/contract/evaluation.ts";
import { measureWords } from "./measure-words.ts";
import { barTable, markdownTable, methodTable, setTable } from "./tables.ts";
import { setWords } from "./set-words.ts";
import { withProduct } from "./with-product.ts";

const introduction = `# Evaluation

How often Performance Agent is right and wrong, measured on data whose right answers are known. \`perf-agent eval --data DIR --write FILE\`
writes this page; no number on it is typed by hand, but those of an earlier scoring, where it says so. \`--json\` gives every single case with its verdict, so that each number can be traced
to the rows of data that it stands on.

Every share stands with its 95 % interval. Cases that share measured runs are not independent: the interval resamples whole groups of them,
and is never narrower than an exact binomial interval over as many cases as runs were judged. A bar is \`proven\` when the whole interval keeps it,
\`reached\` when the value does and the interval does not, which says that there are too few cases to claim it, and \`missed\` else.
Groups of different noise are not pooled: a quiet machine would hide a noisy one. One row is: all endpoints of the golden half that was put aside.`;

const claims = `## What is claimed, and what not

- Claimed is what the table of bars calls \`proven\`, for hosts like those of its row. \`reached\` is an observation.
- Rules were chosen by the public sets and by the golden half \`development\`, which therefore has no bars. Data that nobody here has seen is
  what \`--data\` is for.
- Changes in \`cloud-noise\` are added to real measurements by multiplication: the noise is real, the change is not.
- The public sets hold a mean or at most some hundred requests a run, and not the p95 of a load test.
- On hosts that differ from run to run (\`short\`) no method finds 10 % reliably: where it cannot be seen the right answer is \`inconclusive\`, with
  the smallest visible change beside it.
- Known changes of the histories are what their owners' own method found. A place that it did not name may still be a change.
- The time of an analysis is that of the machine that wrote the page, with whatever else it was doing.`;

const layout = `## Data of your own

\`--data DIR\` reads any folder with these in it. A set that is missing is left out, and said so; a file that is not as it should be ends the
evaluation with PA_EVALUATION_DATA and its place.

| files | what |
| --- | --- |
| \`cloud-noise/*.jsonl[.gz]\` | a line for each series: \`id\`, \`sku\`, \`vm_lifespan\`, \`v\` (one latency a run, oldest first) |
| \`faas-latency/*.jsonl[.gz]\` | a line for each run: \`id\`, \`platform\`, \`workload\`, \`injected\`, \`kind\`, \`v1_ms\`, \`v2_ms\` |
| \`jmeter-sample/*.jtl[.gz]\` | JMeter results as CSV with a header |
| \`talos-graphs/*.csv\` | \`push_timestamp\`, \`value\`; the changes of all in \`expected-change-timestamps.json\` |
| \`tsdb-commit-history/*bootstrap*.csv\` | \`commit\`, \`type\`, \`med\`, \`jump\`, \`trend\` |`;

const rivalWords = `## Beside simple methods

The same cases, the same truth. *+10 % on the last run* and *+10 % on the median* compare two numbers. *Pooled Mann-Whitney* takes every request
for an observation of its own (p < .01). *Welch on windows* does so with short windows. *Change point, two runs later* looks for a
change in the history as Otava does with its defaults, and is given two further runs that the others do not have. A dash: the data lacks what the method needs,
or has no such case.`;

const ablationWords = `## What each rule of the detector is worth

Runs of 13 endpoints out of \`cloud-noise\`, nothing changed or one endpoint 10 % slower, and the golden half by which rules are chosen. A rule
stays when what it saves in accused runs is worth what it costs in recall; where the intervals overlap the table does not tell.`;

const compared = ["false-alarms", "recall-5", "recall-10", "recall-20", "recall-30"];
const varied = ["accused-runs", "accused-runs-confirmed", "recall-10-in-run", "false-alarms", "recall-from-10"];

/** docs/evaluation.md. Sections without a case are left out; the notes say why. */
export function renderPage(document: EvaluationDocument): string {
  const { measures, rivals, ablation, notes } = document;
  const sets = [...new Set(measures.map(({ set }) => set))];
  const used = Object.entries(measureWords).filter(([name]) =>
    [...measures, ...ablation].some((each) => each.name === name),
  );
  const methods = ablation.map(({ rule, ...measure }) => ({ method: rule, ...measure }));
  return [
    introduction,
    ...(notes.length === 0 ? [] : ["## Not scored", notes.map((note) => `- ${note}`).join("\n")]),
    "## Against the bars",
    markdownTable(barTable(measures)),
    "## What the measures mean",
    markdownTable([["measure", "meaning"], ...used.map(([name, words]) => [`\`${name}\``, words])]),
    claims,
    ...(rivals.length === 0 ? [] : [rivalWords, markdownTable(methodTable(withProduct(document), compared))]),
    ...(methods.length === 0 ? [] : [ablationWords, markdownTable(methodTable(methods, varied))]),
    ...sets.flatMap((set) => [
      `## Data: ${set}`,
      ...(setWords[set] === undefined ? [] : [setWords[set]]),
      markdownTable(setTable(measures.filter((measure) => measure.set === set))),
    ]),
    layout,
  ]
    .join("\n\n")
    .concat("\n");
}
