import { useState } from "react";
import { Select } from "@mantine/core";
import { SectionCard } from "../../components/section-card.tsx";
import { scoreNames, type PortfolioService } from "./portfolio-columns.tsx";
import classes from "./portfolio.module.css";

const mostNamed = 30;

/** What would raise the scores of one service, and what no test covers. At first the service whose scores are lowest. */
export function ServiceDetails({ services }: { readonly services: readonly PortfolioService[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = services.find(({ service }) => service === chosen) ?? lowest(services);
  if (shown === undefined) return null;
  const { endpoints, objectives } = shown.uncovered;
  return (
    <SectionCard
      title="What would raise the scores"
      actions={
        <Select
          size="xs"
          aria-label="Service"
          searchable
          allowDeselect={false}
          data={services.map(({ service }) => service)}
          value={shown.service}
          onChange={setChosen}
        />
      }
    >
      <div className={classes.details}>
        {scoreNames.map(([key, title]) => (
          <div key={key}>
            <h3>
              {title}: {shown[key].value === null ? "nothing to score by" : Math.round(shown[key].value)}
            </h3>
            <Points texts={shown[key].advice} none="Nothing more to do." />
          </div>
        ))}
        <div>
          <h3>Endpoints without an objective</h3>
          <Points texts={endpoints} none="Every endpoint has one." />
        </div>
        <div>
          <h3>Objectives that no test exercises</h3>
          <Points texts={objectives} none="Every objective had data." />
        </div>
      </div>
    </SectionCard>
  );
}

function Points({ texts, none }: { readonly texts: readonly string[]; readonly none: string }) {
  if (texts.length === 0) return <p>{none}</p>;
  return (
    <ul>
      {texts.slice(0, mostNamed).map((text) => (
        <li key={text}>{text}</li>
      ))}
      {texts.length > mostNamed && <li>and {texts.length - mostNamed} more</li>}
    </ul>
  );
}

function lowest(services: readonly PortfolioService[]): PortfolioService | undefined {
  return services.toSorted((one, other) => sumOfScores(one) - sumOfScores(other))[0];
}

function sumOfScores({ methodology, objectives, confidence }: PortfolioService): number {
  return (methodology.value ?? 0) + (objectives.value ?? 0) + (confidence.value ?? 0);
}
