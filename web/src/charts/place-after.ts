/** Where a key leads among `count` dots; undefined: it leads nowhere; null: away from all. */
export function placeAfter(key: string, place: number | null, count: number): number | null | undefined {
  if (key === "Escape") return null;
  if (count === 0) return undefined;
  switch (key) {
    case "ArrowLeft":
      return place === null ? count - 1 : Math.max(0, place - 1);
    case "ArrowRight":
      return place === null ? 0 : Math.min(count - 1, place + 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
