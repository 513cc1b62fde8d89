/** What each set of data is, where it is from, and how it is asked. */
export const setWords: Readonly<Record<string, string>> = {
  golden:
    "Our own runs of the sample service, with and without faults in several sizes, in random order within blocks. The truth of a faulty group is measured by its other runs: `changed` when the 99 % interval of its p95 lies above +5 %, `unchanged` inside ±2 %, else `ambiguous`. Cases of the same with the same come from clean runs alone. A judged run is in neither its label nor its baseline. `stable`: the spread (Qn) of ln p95 between clean runs is at most 1 %. `--held-out` scores the half that was put aside. It was scored once before, with a detector that widened the interval of a run that is restless inside: on stable endpoints 49 of 59 changes from 10 % on were found, and of all endpoints 0 of 234 accused falsely. That rule was removed for what the development half alone shows (365 of 411 changes from 10 % on found with it, 88.8 %, and 392 without, 95.4 %; 0 of 234 accused falsely either way), but with the first scoring known: this page shows the second. Changes that are smaller than the 1 ms which the product is told to matter are `ambiguous`. Objectives: the truth is the median of the other runs of a state, limits lie from −25 to +25 % beside it; with the clean runs of the block as history, and as the first run that anybody made.",
  "cloud-noise":
    "PostgreSQL's mean latency in up to 1,500 repeated runs on each of many cloud machines (Azure/AzurePublicDataset, CC-BY-4.0; Freischuetz and others, EuroSys 2025). One run against the ten before it, at places that share no run; the judged run is multiplied by 1 + the size of the change. `long`: the same machine in every run, `short`: a new one each time. Whole runs are 13 series at once.",
  "faas-latency":
    "Two versions of cloud functions, 40 to 700 requests each (martingrambow/faasterBench, MIT). The second version of each run against the first version of the other runs of its group, threshold 3 %. Injected: nothing, 5 % more work, or one more call of another service, whose size is measured over the group. p95 of functions with a call of another service has no known truth where nothing was injected: the tail of the second function differs anyway.",
  "jmeter-sample":
    "A JMeter result of 14 minutes (pptam/pptam-tool, MIT): every label, eight statistics, limits at, beside and far from the value, < and <=. The truth is arithmetic on the samples.",
  "talos-graphs":
    "Histories of Firefox measurements with the changes that their own alerting is expected to find (mozilla/treeherder, MPL-2.0).",
  "tsdb-commit-history":
    "An application benchmark over the commits of a database (martingrambow/benchmarkStrategy, MIT). Changes are the definite jumps of its authors; potential ones and trends are neither right nor wrong.",
};
