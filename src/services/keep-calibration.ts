import type { Calibration } from "../contract/calibration.ts";
import type { Agent } from "./agent.ts";

/** Keeps a calibration in place of an earlier one of the same fingerprint. */
export async function keepCalibration(agent: Pick<Agent, "store">, calibration: Calibration): Promise<void> {
  const { book } = await agent.store();
  await book.calibrate(calibration);
}
