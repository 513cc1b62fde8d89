import { serviceRunStates } from "../../../../src/contract/api/runs.ts";
import type { RunFilter } from "../../api/use-runs.ts";

/** The filter of a list of runs as its address says it; what is no state is passed over. */
export function filterOfSearch(search: string): RunFilter {
  const asked = new URLSearchParams(search);
  const text = (name: string): string | undefined => {
    const value = asked.get(name)?.trim();
    return value === undefined || value === "" ? undefined : value;
  };
  const state = serviceRunStates.find((each) => each === asked.get("state"));
  const [service, environment, plan] = [text("service"), text("environment"), text("plan")];
  return {
    ...(service === undefined ? {} : { service }),
    ...(environment === undefined ? {} : { environment }),
    ...(plan === undefined ? {} : { plan }),
    ...(state === undefined ? {} : { state }),
  };
}

/** Address of the list with this filter. */
export function hrefOfFilter(filter: RunFilter): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined && value !== "") asked.set(name, value);
  const text = asked.toString();
  return text === "" ? "/runs" : `/runs?${text}`;
}
