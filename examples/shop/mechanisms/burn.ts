/** Keeps the one core busy for `ms`: nothing else is answered meanwhile. */
export function burn(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
