import { z } from "zod";

/** A generated script with the files it opens. Paths are relative, forward slashes, without "..". */
export const scriptBundleSchema = z.strictObject({
  schemaVersion: z.literal(1),
  engine: z.enum(["k6"]),
  entry: z.string(),
  files: z.array(
    z.union([
      z.strictObject({ path: z.string(), text: z.string() }),
      z.strictObject({ path: z.string(), base64: z.string() }),
    ]),
  ),
  /** Names that the script asks its secret source for. */
  secretNames: z.array(z.string()),
});
export type ScriptBundle = z.infer<typeof scriptBundleSchema>;

/** What an approval covers: the load of the plan, the reduced load of a last attempt, and the clean-up alone. */
export const profiles = ["full", "reduced", "cleanup"] as const;
export type Profile = (typeof profiles)[number];
