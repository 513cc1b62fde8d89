/** A process that stays told apart from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in the system's own count; null where the system does not tell. */
  readonly beganAt: string | null;
}

/** Processes of this machine. */
export interface Processes {
  readonly self: ProcessIdentity;
  /** null when there is no such process. */
  identify(pid: number): Promise<ProcessIdentity | null>;
  isAlive(process: ProcessIdentity): Promise<boolean>;
  /** Kills its group when it is alive and still the same process; resolves when it is gone, false when it did not go within 2 s. */
  killGroup(process: ProcessIdentity): Promise<boolean>;
}
