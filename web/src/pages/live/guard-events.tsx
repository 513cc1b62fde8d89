import { StatusBadge, type Tone } from "../../components/status-badge.tsx";
import { When } from "../../components/when.tsx";
import type { GuardEvent } from "./live-run.ts";
import classes from "./live.module.css";
import type { LiveStore } from "./live-store.ts";
import { useLive } from "./use-live.ts";

const tones: Readonly<Record<GuardEvent["level"], Tone>> = { info: "note", warn: "warn", alert: "fail" };
const mostShown = 200;

/** What guard, budget and engine said, newest first. */
export function GuardEvents({ store }: { readonly store: LiveStore }) {
  const { guard } = useLive(store, ["guard", "start"]);
  if (guard.length === 0) return <p>Nothing had to be said yet.</p>;
  return (
    <ol className={`plain ${classes.events ?? ""}`} tabIndex={0} aria-label="What was said of the run, newest first">
      {guard
        .slice(-mostShown)
        .toReversed()
        .map(({ kind, level, text, at }, place) => (
          // Told once and never changed: its place from the beginning is its name.
          <li key={guard.length - place}>
            <When at={at} format="time" />
            <StatusBadge size="sm" tone={tones[level]}>
              {kind}
            </StatusBadge>
            <span>{text}</span>
          </li>
        ))}
    </ol>
  );
}
