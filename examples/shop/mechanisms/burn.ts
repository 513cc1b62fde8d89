/** Keeps the one core busy for `ms`: nothing else is answered meanwhile. Gives the ms that it took. */
export function burn(ms: number): number {
  const start = performance.now();
  let spent = 0;
  while (spent < ms) spent = performance.now() - start;
  return spent;
}
