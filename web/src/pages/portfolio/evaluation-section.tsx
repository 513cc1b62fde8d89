import type { PublishedEvaluation } from "../../../../src/contract/api/evaluation.ts";
import { useEvaluation } from "../../api/use-history.ts";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge, type Tone } from "../../components/status-badge.tsx";
import classes from "./portfolio.module.css";

type Bar = PublishedEvaluation["bars"][number];

const standings: readonly Bar["standing"][] = ["proven", "reached", "missed"];
const tones: Readonly<Record<Bar["standing"], Tone>> = { proven: "pass", reached: "note", missed: "fail" };

const columns: readonly DataColumn<Bar>[] = [
  { key: "measure", title: "Measure", cell: ({ measure }) => measure, sortBy: ({ measure }) => measure },
  {
    key: "data",
    title: "Data",
    cell: ({ data, group }) => `${data}, ${group}`,
    sortBy: ({ data, group }) => `${data} ${group}`,
  },
  { key: "value", title: "Value", align: "right", cell: ({ value }) => value },
  { key: "interval", title: "95 % interval", align: "right", cell: ({ interval }) => interval },
  { key: "cases", title: "Cases", align: "right", cell: ({ cases }) => cases },
  { key: "bar", title: "Bar", align: "right", cell: ({ bar }) => bar },
  {
    key: "standing",
    title: "Standing",
    cell: ({ standing }) => <StatusBadge tone={tones[standing]}>{standing}</StatusBadge>,
    sortBy: ({ standing }) => standing,
  },
];

/** How often this version is right and wrong, on data whose right answers are known. */
export function EvaluationSection() {
  const query = useEvaluation();
  return (
    <SectionCard title="How often the verdicts are right" hint="measured on public data with known answers">
      <QueryView query={query}>
        {({ bars, claims, measures, notScored }) => (
          <div className={classes.claims}>
            <p className={classes.standings}>
              {standings.map((standing) => (
                <span key={standing}>
                  <StatusBadge tone={tones[standing]}>{standing}</StatusBadge>{" "}
                  {bars.filter((bar) => bar.standing === standing).length} of {bars.length} bars
                </span>
              ))}
            </p>
            <Sentences texts={claims} />
            <details>
              <summary>Every measure</summary>
              <DataTable
                rows={bars}
                columns={columns}
                rowKey={({ measure, data, group }) => JSON.stringify([measure, data, group])}
                caption="Measures of how often the verdicts are right"
                empty="This version was published without its measurements."
              />
            </details>
            {measures.length > 0 && (
              <details>
                <summary>What the measures mean</summary>
                <Sentences texts={measures.map(({ name, meaning }) => `${name}: ${meaning}`)} />
              </details>
            )}
            {notScored.length > 0 && (
              <details>
                <summary>What is not scored</summary>
                <Sentences texts={notScored} />
              </details>
            )}
          </div>
        )}
      </QueryView>
    </SectionCard>
  );
}

function Sentences({ texts }: { readonly texts: readonly string[] }) {
  return (
    <ul>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
