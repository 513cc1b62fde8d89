import type { Settings } from "../../../../src/contract/api/access.ts";
import { useSettings } from "../../api/use-access.ts";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { Facts, type Fact } from "./facts.tsx";
import classes from "./parts.module.css";

type Variable = Settings["configuration"][number];

const columns: readonly DataColumn<Variable>[] = [
  { key: "name", title: "Setting", cell: ({ name }) => <code>{name}</code>, sortBy: ({ name }) => name },
  { key: "value", title: "Value", cell: ({ value }) => value, sortBy: ({ value }) => value },
  { key: "from", title: "From", cell: ({ from }) => from, sortBy: ({ from }) => from },
];

/** What this process is and how it was set up. Secrets are said to be set or not; their values are not sent to anybody. */
export function ServicePart() {
  const settings = useSettings();
  return (
    <QueryView query={settings}>
      {(known) => (
        <div className={classes.parts}>
          <SectionCard title="Process">
            <Facts facts={processFacts(known)} />
          </SectionCard>
          <SectionCard title="Language models" hint="which narrate; they never decide">
            {known.models.length === 0 ? (
              <p>None is set up: what is said of a run comes from its figures alone.</p>
            ) : (
              <Facts
                facts={known.models.map(({ vendor, state }): Fact => [vendor, <SetOrNot key={vendor} state={state} />])}
              />
            )}
          </SectionCard>
          <SectionCard title="Telemetry" hint="where causes are looked for, and where metrics go">
            {known.telemetry.length === 0 ? (
              <p>
                None is set up. The service&apos;s own metrics are at <code>/metrics</code>.
              </p>
            ) : (
              <Facts
                facts={known.telemetry.map(({ name, state }): Fact => [name, <SetOrNot key={name} state={state} />])}
              />
            )}
          </SectionCard>
          <SectionCard title="Configuration" hint="read once at the start" flush>
            <DataTable
              rows={known.configuration}
              columns={columns}
              rowKey={({ name }) => name}
              caption="Configuration of the service"
            />
          </SectionCard>
        </div>
      )}
    </QueryView>
  );
}

function SetOrNot({ state }: { readonly state: "set" | "not set" }) {
  return <StatusBadge tone={state === "set" ? "pass" : "note"}>{state}</StatusBadge>;
}

function processFacts({ version, engine, dataDirectory, listen, oidc }: Settings): readonly Fact[] {
  return [
    ["Version", version],
    ["Engine", engine === null ? "none found" : `${engine.name} ${engine.version}`],
    ["Listens at", listen],
    ["Data in", <code key="data">{dataDirectory}</code>],
    ["Single sign-on", oidc === null ? "not set up" : `${oidc.issuer} for ${oidc.audience}`],
    [
      "For programs",
      <a key="api" href="/docs/api" target="_blank" rel="noreferrer">
        Reference of the API
      </a>,
    ],
  ];
}
