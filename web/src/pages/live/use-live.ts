import { useSyncExternalStore } from "react";
import type { LivePart, LiveRun } from "./live-run.ts";
import type { LiveStore } from "./live-store.ts";

/** The run, and a new drawing of the component whenever one of these parts changed. `parts` is a constant. */
export function useLive(store: LiveStore, parts: readonly LivePart[]): LiveRun {
  useSyncExternalStore(store.subscribe, () => store.version(parts));
  return store.run;
}
