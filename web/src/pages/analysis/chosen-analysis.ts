/** Which analysis an address asks for (`?analysis=2`, `?analysis=latest`); undefined: the one that the run ended with. */
export function chosenAnalysis(search: string): number | "latest" | undefined {
  const text = new URLSearchParams(search).get("analysis") ?? "";
  if (text === "latest") return "latest";
  return /^[1-9]\d{0,3}$/u.test(text) ? Number(text) : undefined;
}
