import { mostComparedRuns } from "../../../../src/contract/api/analyses.ts";

/** The runs that an address lays side by side, each once, at most ten. */
export function runsOfSearch(search: string): string[] {
  const asked = (new URLSearchParams(search).get("runs") ?? "").split(",").map((runId) => runId.trim());
  return [...new Set(asked)]
    .filter((runId) => /^[A-Za-z0-9][A-Za-z0-9_-]{0,120}$/u.test(runId))
    .slice(0, mostComparedRuns);
}

/** Address of a comparison; the first run is the one that the others are held against. */
export function compareHref(runIds: readonly string[]): string {
  return runIds.length === 0 ? "/compare" : `/compare?runs=${runIds.map(encodeURIComponent).join(",")}`;
}
