import { formatNumber } from "../../contract/format-quantity.ts";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { Policy } from "../../contract/policy.ts";
import { refusal, warning, type GuardReason } from "./guard-reason.ts";

/** What the engine may have open beside those of virtual users: setup, teardown, and names that are looked up. */
const spare = 16;

/**
 * How many connections may be open at one time. A virtual user of a generated script needs one for each server; without a cap of the
 * policy it may have twice as many, as one that the server closed can linger.
 */
export function judgeConnections(
  { peakVus }: LoadPreview,
  { limits: { connections: cap } }: Policy,
  servers: number,
): { maxConnections: number; reasons: GuardReason[] } {
  const needed = peakVus * Math.max(1, servers);
  if (cap === null) return { maxConnections: 2 * needed + spare, reasons: [] };
  const users = `${formatNumber(peakVus)} VUs at peak`;
  const limit = `the cap of ${formatNumber(cap)}`;
  const reasons =
    peakVus > cap
      ? [refusal("limits", "PA_GUARD_LIMIT", `${users} need a connection each, more than ${limit}`)]
      : needed > cap
        ? [
            warning(
              "limits",
              `${users} on ${formatNumber(servers)} servers may need ${formatNumber(needed)} connections: beyond ${limit} none is opened, and requests fail`,
            ),
          ]
        : [];
  return { maxConnections: cap, reasons };
}
