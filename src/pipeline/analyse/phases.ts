/** The parts of a request's latency, in their order. */
export const phases = ["sending", "waiting", "receiving"] as const;
export type Phase = (typeof phases)[number];
