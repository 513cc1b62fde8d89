import { Alert, Button, Checkbox, CopyButton, Group, NumberInput, Stack, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { createTokenSchema } from "../../../../src/contract/api/access.ts";
import { roles, type Role } from "../../../../src/contract/api/roles.ts";
import { useCreateToken } from "../../api/use-access.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";

const meanings: Readonly<Record<Role, string>> = {
  viewer: "sees everything, changes nothing",
  engineer: "hands in plans, starts and stops runs, judges again",
  approver: "approves plans, accepts regressions",
  ci: "what a pipeline needs: hand in, run, stop, read",
  admin: "all of it, and the tokens",
};

/** Makes a token and shows it, this once. */
export function NewTokenForm() {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>(["viewer"]);
  const [days, setDays] = useState<number | string>(90);
  const create = useCreateToken();
  const wanted = createTokenSchema.safeParse({
    name: name.trim(),
    roles: chosen,
    ...(days === "" ? {} : { expiresInDays: Number(days) }),
  });
  const isNameOdd = name.trim() !== "" && !createTokenSchema.shape.name.safeParse(name.trim()).success;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (wanted.success) create.mutate(wanted.data, { onSuccess: () => setName("") });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Group align="flex-start" gap="lg">
          <TextInput
            label="Whose"
            description="The name that approvals and the audit log say."
            value={name}
            error={isNameOdd ? "Letters, digits, spaces and . _ @ + -" : undefined}
            maxLength={80}
            onChange={(event) => setName(event.currentTarget.value)}
            required
            w={280}
          />
          <NumberInput
            label="Days"
            description="At most a year; 90 unless said."
            value={days}
            onChange={setDays}
            min={1}
            max={366}
            w={160}
          />
        </Group>
        <Checkbox.Group label="Roles" value={[...chosen]} onChange={setChosen}>
          <Stack gap={6} mt={6}>
            {roles.map((role) => (
              <Checkbox key={role} value={role} label={`${role}: ${meanings[role]}`} />
            ))}
          </Stack>
        </Checkbox.Group>
        {create.error !== null && <ProblemNotice problem={create.error} />}
        <Group>
          <Button type="submit" loading={create.isPending} disabled={!wanted.success}>
            Make the token
          </Button>
        </Group>
        {create.data !== undefined && <MadeToken name={create.data.name} token={create.data.token} />}
      </Stack>
    </form>
  );
}

function MadeToken({ name, token }: { readonly name: string; readonly token: string }) {
  const link = `${window.location.origin}/#token=${encodeURIComponent(token)}`;
  return (
    <Alert color="indigo" title={`The token of ${name}: it is shown this once`} role="status">
      <Stack gap="sm">
        <code style={{ overflowWrap: "anywhere" }}>{token}</code>
        <Group gap="sm">
          <CopyText text={token} label="Copy the token" />
          <CopyText text={link} label="Copy a log-in link" />
        </Group>
      </Stack>
    </Alert>
  );
}

function CopyText({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button variant="default" size="compact-sm" onClick={copy}>
          {copied ? "Copied" : label}
        </Button>
      )}
    </CopyButton>
  );
}
