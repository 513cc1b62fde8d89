import { useEffect, useEffectEvent, useState } from "react";
import type { LiveEvent } from "../../../src/contract/api/live-event.ts";
import { followRun, type StreamState } from "./follow-run.ts";

/** Follows a run while the component is shown. `runId` null: nothing is followed. `onEvents` may change between renders. */
export function useRunEvents(runId: string | null, onEvents: (events: readonly LiveEvent[]) => void): StreamState {
  const [state, setState] = useState<StreamState>({ kind: "connecting" });
  const tell = useEffectEvent(onEvents);
  useEffect(() => {
    if (runId === null) return undefined;
    return followRun({ runId, onEvents: (events) => tell(events), onState: setState });
  }, [runId]);
  return state;
}
