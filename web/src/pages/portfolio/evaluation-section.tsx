import type { PublishedEvaluation } from "../../../../src/contract/api/evaluation.ts";
import { useEvaluation } from "../../api/use-history.ts";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge, type Tone } from "../../components/status-badge.tsx";
import classes from "./portfolio.module.css";

type Bar = PublishedEvaluation["bars"][number];

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
    <SectionCard title="How often the verdicts are right" hint="measured on public data with known answers" flush>
      <QueryView query={query}>
        {({ bars, claims, measures, notScored }) => (
          <>
            <DataTable
              rows={bars}
              columns={columns}
              rowKey={({ measure, data, group }) => JSON.stringify([measure, data, group])}
              caption="Measures of how often the verdicts are right"
              maxHeight={420}
              empty="This version was published without its measurements."
            />
            <div className={classes.claims}>
              <Sentences texts={claims} />
              {notScored.length > 0 && (
                <details>
                  <summary>What is not scored</summary>
                  <Sentences texts={notScored} />
                </details>
              )}
              {measures.length > 0 && (
                <details>
                  <summary>What the measures mean</summary>
                  <Sentences texts={measures.map(({ name, meaning }) => `${name}: ${meaning}`)} />
                </details>
              )}
            </div>
          </>
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
