import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { TokenResource } from "../../../../src/contract/api/access.ts";
import { useRevokeToken, useTokens } from "../../api/use-access.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { showProblem, showToast } from "../../components/toasts.tsx";
import { When } from "../../components/when.tsx";
import { NewTokenForm } from "./new-token-form.tsx";
import classes from "./parts.module.css";

/** Who may log in with a token. The tokens themselves are nowhere: each was shown once. */
export function TokensPart() {
  const tokens = useTokens();
  const revoke = useRevokeToken();
  const [doomed, setDoomed] = useState<TokenResource | null>(null);
  const columns = useMemo(() => columnsOf(setDoomed), []);
  const confirm = (): void => {
    if (doomed === null) return;
    revoke.mutate(doomed.id, {
      onSuccess: () => showToast({ title: `The token of ${doomed.name} is revoked.` }),
      onError: showProblem,
      onSettled: () => setDoomed(null),
    });
  };
  return (
    <div className={classes.parts}>
      <SectionCard title="New token" hint="for a person, or for a pipeline with the role ci alone">
        <NewTokenForm />
      </SectionCard>
      <QueryView query={tokens}>
        {({ items }) => (
          <SectionCard title="Tokens" hint={`${items.length}`} flush>
            <DataTable rows={items} columns={columns} rowKey={({ id }) => id} caption="Tokens, newest first" />
          </SectionCard>
        )}
      </QueryView>
      <ConfirmDialog
        opened={doomed !== null}
        onClose={() => setDoomed(null)}
        title="Revoke a token"
        confirmLabel="Revoke it"
        tone="danger"
        onConfirm={confirm}
        isPending={revoke.isPending}
      >
        <p>
          Whoever uses the token of {doomed?.name} is logged out at once and needs another one. It cannot be undone.
        </p>
      </ConfirmDialog>
    </div>
  );
}

function columnsOf(onRevoke: (token: TokenResource) => void): readonly DataColumn<TokenResource>[] {
  return [
    { key: "name", title: "Whose", cell: ({ name }) => <strong>{name}</strong>, sortBy: ({ name }) => name },
    { key: "roles", title: "Roles", cell: ({ roles }) => roles.join(", "), sortBy: ({ roles }) => roles.join(" ") },
    {
      key: "state",
      title: "State",
      cell: (token) => <TokenState token={token} />,
      sortBy: ({ revokedAt }) => revokedAt,
    },
    {
      key: "lastUsedAt",
      title: "Last used",
      cell: ({ lastUsedAt }) => <When at={lastUsedAt} />,
      sortBy: ({ lastUsedAt }) => lastUsedAt,
    },
    {
      key: "createdAt",
      title: "Made",
      cell: ({ createdAt }) => <When at={createdAt} />,
      sortBy: ({ createdAt }) => createdAt,
    },
    { key: "createdBy", title: "By", cell: ({ createdBy }) => createdBy, sortBy: ({ createdBy }) => createdBy },
    {
      key: "revoke",
      title: "Revoke",
      align: "right",
      cell: (token) =>
        token.revokedAt === null ? (
          <Button
            variant="subtle"
            c="var(--fail)"
            size="compact-xs"
            aria-label={`Revoke the token of ${token.name}`}
            onClick={() => onRevoke(token)}
          >
            Revoke
          </Button>
        ) : null,
    },
  ];
}

function TokenState({ token: { revokedAt, expiresAt } }: { readonly token: TokenResource }) {
  if (revokedAt !== null) return <StatusBadge tone="fail">revoked</StatusBadge>;
  if (expiresAt !== null && expiresAt <= Date.now()) return <StatusBadge tone="warn">expired</StatusBadge>;
  return (
    <StatusBadge tone="pass">
      {expiresAt === null ? (
        "valid"
      ) : (
        <>
          ends <When at={expiresAt} />
        </>
      )}
    </StatusBadge>
  );
}
