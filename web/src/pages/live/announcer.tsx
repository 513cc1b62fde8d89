import { announcement } from "./announcement.ts";
import type { LiveStore } from "./live-store.ts";
import { useLive } from "./use-live.ts";

/** Reads out what changes seldom and matters: state, alerts, objectives beyond their limits. Never the figures of each second. */
export function Announcer({ store }: { readonly store: LiveStore }) {
  const run = useLive(store, ["state", "guard", "objectives", "start"]);
  return (
    <p role="status" className="unseen">
      {announcement(run)}
    </p>
  );
}
