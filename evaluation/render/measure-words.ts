/** What each measure means, in the order in which it is shown. The first sentence is complete without the name. */
export const measureWords: Readonly<Record<string, string>> = {
  "false-alarms": "Comparisons of the same with the same in which one run was accused of a regression.",
  "false-alarms-confirmed": "The same, when another run has to agree (two of two).",
  "accused-within-2":
    "Runs with a change somewhere that other runs measured to be less than 2 % here, and that were accused here.",
  "recall-5": "True changes of 5 % up to 10 % that one run was accused of.",
  "recall-10": "True changes of 10 % up to 20 % that one run was accused of.",
  "recall-20": "True changes of 20 % up to 30 % that one run was accused of.",
  "recall-30": "True changes of 30 % and more that one run was accused of.",
  "recall-from-10": "True changes of 10 % and more that one run was accused of.",
  "recall-from-10-confirmed": "The same, when another run has to agree (two of two).",
  "recall-from-20": "True changes of 20 % and more that one run was accused of.",
  "recall-from-20-confirmed": "The same, when another run has to agree (two of two).",
  "recall-visible-from-10":
    "True changes of 10 % and more that one run was accused of, without those where the product said `inconclusive` and whoever knew the noise could not have seen the change either.",
  "recall-where-mde":
    "True changes at least as large as the smallest one that the product said it could see, that it was right about.",
  "wrong-no-regression-5":
    "True changes of 5 % up to 10 % that were called `no-regression`. The threshold itself is 5 %; golden changes lie above it for certain.",
  "wrong-no-regression": "True changes of 10 % and more that were called `no-regression`.",
  inconclusive: "All comparisons that ended without a conclusion.",
  "environment-shift": "All comparisons in which the machine was blamed, so that nothing was concluded.",
  "false-improvements": "Comparisons of the same with the same that were called improved.",
  "mde-10": "Comparisons that could have seen a change of 10 %, by the product's own word.",
  "ambiguous-accused": "Accusations where the data does not tell whether something changed: neither right nor wrong.",
  "accused-runs": "Whole runs of the same with the same in which at least one endpoint was accused.",
  "accused-runs-confirmed": "The same, when another run has to accuse the same endpoint (two of two).",
  "recall-10-in-run": "Runs in which one endpoint of all is 10 % slower and was accused.",
  "slo-exact": "Verdicts of objectives that equal the arithmetic on the samples.",
  "slo-right": "Verdicts of objectives that equal what other runs of the same state say.",
  "slo-certain": "Verdicts marked `certain`.",
  "slo-right-where-certain": "Verdicts marked `certain` that equal what other runs of the same state say.",
  "slo-as-declared":
    "Statuses of objectives, and verdicts, of long runs that are those declared before the run was made.",
  "change-recall": "Known changes of a history that were found, at most two places off.",
  "change-precision": "Places named as changes that are known ones.",
  milliseconds:
    "Time of one judgement: median, fastest and slowest, on the machine that wrote this page. Of courses it is the whole analysis, else the comparison or the objectives of one case alone.",
};

const order = Object.keys(measureWords);

/** Sorts measures as they are shown; unknown ones last. */
export function byOrder(a: { readonly name: string }, b: { readonly name: string }): number {
  return placeOf(a.name) - placeOf(b.name);
}

function placeOf(name: string): number {
  return order.includes(name) ? order.indexOf(name) : order.length;
}
