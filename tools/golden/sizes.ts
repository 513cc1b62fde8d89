import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { GoldenGroup } from "../../evaluation/golden/golden-run.ts";
import { faultKinds, mainEndpoint, type GroupPlan } from "./groups.ts";

const sizesSchema = z.record(
  z.string(),
  z.strictObject({
    size: z.number(),
    /** Change of p95 that calibration saw at this size, a fraction; it labels nothing. */
    seen: z.number(),
  }),
);
/** The size of each group's fault, by name of the group. */
export type Sizes = z.infer<typeof sizesSchema>;

/** Sizes that calibration found; empty where it never ran. */
export async function readSizes(path: string): Promise<Sizes> {
  return existsSync(path) ? sizesSchema.parse(JSON.parse(await readFile(path, "utf8"))) : {};
}

/** The groups of a block with their faults as they are switched on. Throws an Error that names the groups without a size. */
export function sizedGroups(plans: readonly GroupPlan[], sizes: Sizes): GoldenGroup[] {
  const without = plans.filter(({ name, wanted }) => wanted > 0 && sizes[name] === undefined).map(({ name }) => name);
  if (without.length > 0)
    throw new Error(`no size is known of ${without.join(", ")}: run \`npm run golden -- --calibrate\``);
  return plans.map(({ name, fault, wanted }) => ({
    name,
    fault,
    wanted,
    settings: faultSettings(fault, wanted === 0 ? (faultKinds[fault]?.neutral ?? 0) : (sizes[name]?.size ?? 0)),
  }));
}

/** A fault of a size, on the main endpoint only; the shop's fields beside its name. */
export function faultSettings(fault: string, size: number): Record<string, string | number> {
  const kind = faultKinds[fault];
  if (kind === undefined) throw new Error(`no fault is called ${fault}`);
  return { endpoint: mainEndpoint, ...kind.fixed, [kind.field]: size };
}
