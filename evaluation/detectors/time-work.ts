/** What a piece of work gives, and how long it took in ms. */
export function timeWork<T>(work: () => T): { readonly result: T; readonly milliseconds: number } {
  const from = performance.now();
  const result = work();
  return { result, milliseconds: Math.round((performance.now() - from) * 1000) / 1000 };
}
