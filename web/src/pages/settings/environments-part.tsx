import type { Environment } from "../../../../src/contract/policy.ts";
import { usePolicy } from "../../api/use-plans.ts";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";

const columns: readonly DataColumn<Environment>[] = [
  { key: "name", title: "Environment", cell: ({ name }) => <strong>{name}</strong>, sortBy: ({ name }) => name },
  { key: "kind", title: "Kind", cell: ({ kind }) => kind, sortBy: ({ kind }) => kind },
  {
    key: "load",
    title: "Load",
    hint: "Whether the guard lets load go there at all.",
    cell: ({ kind, trusted }) => <MayBeLoaded kind={kind} trusted={trusted} />,
    sortBy: ({ kind, trusted }) => (kind === "production" ? 2 : trusted ? 0 : 1),
  },
  { key: "baseUrl", title: "Base URL", cell: ({ baseUrl }) => (baseUrl === null ? "–" : <code>{baseUrl}</code>) },
  { key: "hosts", title: "Hosts", cell: ({ hosts }) => hosts.join(", ") },
  {
    key: "ranges",
    title: "Addresses",
    cell: ({ ranges }) => (ranges.length === 0 ? "as the hosts resolve" : ranges.join(", ")),
  },
  {
    key: "handshake",
    title: "Says who it is at",
    cell: ({ handshake }) => (handshake === null ? "not asked" : <code>{handshake}</code>),
  },
];

/** Targets that the policy declares. */
export function EnvironmentsPart() {
  const policy = usePolicy();
  return (
    <QueryView query={policy}>
      {({ environments }) =>
        environments.length === 0 ? (
          <EmptyState title="No environment is declared">
            <p>
              Only this machine can be tested. Others are declared in <code>perf-agent.yaml</code> in the service's data
              directory, or in the machine's policy, and count once an administrator of the machine ran{" "}
              <code>perf-agent trust</code>.
            </p>
          </EmptyState>
        ) : (
          <SectionCard title="Environments" hint="from the policy in force" flush>
            <DataTable rows={environments} columns={columns} rowKey={({ name }) => name} caption="Environments" />
          </SectionCard>
        )
      }
    </QueryView>
  );
}

function MayBeLoaded({ kind, trusted }: Pick<Environment, "kind" | "trusted">) {
  if (kind === "production") return <StatusBadge tone="fail">never</StatusBadge>;
  return trusted ? (
    <StatusBadge tone="pass">allowed</StatusBadge>
  ) : (
    <StatusBadge tone="warn">not trusted yet</StatusBadge>
  );
}
