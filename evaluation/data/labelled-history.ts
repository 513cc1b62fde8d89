/** A series whose changes of level are known. */
export interface LabelledHistory {
  /** Unique in its set. */
  readonly name: string;
  /** All above 0, oldest first. */
  readonly values: readonly number[];
  /** Places of the first values after a change, ascending. */
  readonly changes: readonly number[];
  /** Places of changes that their labellers were not sure of: neither found nor false when a method names them. */
  readonly apart: readonly number[];
}
