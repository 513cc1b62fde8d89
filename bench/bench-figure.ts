/** One measured figure beside its rival, measured in the same run on the same machine. */
export interface BenchFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the figure is held to, such as "< 150" or ">= 1000000"; null: it informs. */
  readonly bar: string | null;
  readonly rival: string | null;
  /** In the same unit; null: the rival is not here. */
  readonly rivalValue: number | null;
}
