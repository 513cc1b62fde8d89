export interface LinearFit {
  readonly coefficients: readonly number[];
  /** Weighted sum of squared residuals. */
  readonly residual: number;
}

/**
 * Weighted linear least squares by the normal equations, for a handful of columns. `rows[i]` holds the columns of observation i.
 * null when the columns do not determine the coefficients.
 */
export function leastSquares(
  rows: readonly (readonly number[])[],
  values: readonly number[],
  weights?: readonly number[],
): LinearFit | null {
  const width = rows[0]?.length ?? 0;
  if (width === 0 || rows.length < width) return null;
  const matrix = Array.from({ length: width }, () => new Float64Array(width + 1));
  rows.forEach((row, i) => {
    const weight = weights?.[i] ?? 1;
    matrix.forEach((line, a) => {
      const left = weight * (row[a] ?? 0);
      for (let b = 0; b < width; b++) line[b] = (line[b] ?? 0) + left * (row[b] ?? 0);
      line[width] = (line[width] ?? 0) + left * (values[i] ?? 0);
    });
  });
  const coefficients = solve(matrix);
  if (coefficients === null) return null;
  const residual = rows.reduce((sum, row, i) => {
    const off = (values[i] ?? 0) - row.reduce((fitted, column, a) => fitted + column * (coefficients[a] ?? 0), 0);
    return sum + (weights?.[i] ?? 1) * off * off;
  }, 0);
  return { coefficients, residual };
}

/** Gaussian elimination with partial pivoting of a square system with its right side as last column; null when it is singular. */
function solve(matrix: readonly Float64Array[]): number[] | null {
  const width = matrix.length;
  const lines = [...matrix];
  const largest = lines.reduce((most, line) => Math.max(most, ...line.subarray(0, width).map(Math.abs)), 0);
  for (let pivot = 0; pivot < width; pivot++) {
    let best = pivot;
    for (let row = pivot + 1; row < width; row++)
      if (Math.abs(lines[row]?.[pivot] ?? 0) > Math.abs(lines[best]?.[pivot] ?? 0)) best = row;
    const [upper, chosen] = [lines[pivot], lines[best]];
    if (upper === undefined || chosen === undefined || !(Math.abs(chosen[pivot] ?? 0) > 1e-12 * largest)) return null;
    lines[best] = upper;
    lines[pivot] = chosen;
    for (let row = pivot + 1; row < width; row++) {
      const line = lines[row];
      if (line === undefined) continue;
      const factor = (line[pivot] ?? 0) / (chosen[pivot] ?? 1);
      for (let column = pivot; column <= width; column++)
        line[column] = (line[column] ?? 0) - factor * (chosen[column] ?? 0);
    }
  }
  const solution = Array.from({ length: width }, () => 0);
  for (let row = width - 1; row >= 0; row--) {
    const line = lines[row];
    let value = line?.[width] ?? 0;
    for (let column = row + 1; column < width; column++) value -= (line?.[column] ?? 0) * (solution[column] ?? 0);
    solution[row] = value / (line?.[row] ?? 1);
  }
  return solution;
}
