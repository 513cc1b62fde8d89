import { Anchor, Button, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import { meSchema } from "../../../src/contract/api/access.ts";
import { apiRoot } from "../api/call-api.ts";
import { problemOfAnswer, toApiProblem, unreachable, unreadable } from "../api/api-problem.ts";
import { keepToken } from "../api/session.ts";
import classes from "./log-in.module.css";

/** Asks for a token, tries it, and keeps it for this tab. */
export function LogIn() {
  const [token, setToken] = useState("");
  const trying = useMutation({ mutationFn: tryToken, onSuccess: (_, tried) => keepToken(tried) });
  useEffect(() => {
    document.title = "Log in · Perf-Xi";
  }, []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const typed = token.trim();
    if (typed !== "") trying.mutate(typed);
  };
  return (
    <main className={classes.place}>
      <form className={classes.card} onSubmit={submit}>
        <img src="/icon.svg" alt="" width={40} height={40} />
        <h1>Perf-Xi</h1>
        <p>Plans, live runs and verdicts of load tests.</p>
        <Stack gap="sm">
          <PasswordInput
            label="Token"
            description="perf-agent serve prints a link with one at its first start; an administrator makes others."
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            error={trying.error === null ? undefined : toApiProblem(trying.error).detail}
            visibilityToggleButtonProps={{ "aria-label": "Show the token" }}
            autoFocus
          />
          <Button type="submit" loading={trying.isPending} disabled={token.trim() === ""}>
            Log in
          </Button>
        </Stack>
        <p className={classes.foot}>
          The token stays in this tab and is gone when it is closed.{" "}
          <Anchor href="/docs/api" target="_blank" rel="noreferrer" size="sm" underline="always">
            How programs log in
          </Anchor>
        </p>
      </form>
    </main>
  );
}

/** Throws what is wrong with the token; it is nobody's yet, so that `callApi` cannot be asked. */
async function tryToken(token: string): Promise<void> {
  const headers = { accept: "application/json", authorization: `Bearer ${token}` };
  const response = await fetch(`${apiRoot}/me`, { credentials: "omit", headers }).catch(() => {
    throw unreachable();
  });
  if (!response.ok) throw await problemOfAnswer(response);
  if (!meSchema.safeParse(await response.json()).success) throw unreadable(response.status);
}
