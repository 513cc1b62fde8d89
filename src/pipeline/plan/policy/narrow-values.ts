import type { Policy } from "../../../contract/policy.ts";

/** How one value of several layers becomes the value in force. Layers come upper first; what a layer does not say is null. */

/** The least of what is said; null where no layer says anything. */
export function leastOf(values: readonly (number | null)[]): number | null {
  const said = values.filter((value) => value !== null);
  return said.length === 0 ? null : Math.min(...said);
}

/** The most of what is said, at least 0: the dearest price makes the narrowest estimate. */
export function dearest(prices: readonly (number | null)[]): number {
  return Math.max(0, ...prices.map((price) => price ?? 0));
}

/**
 * The smallest share over the time of the uppermost layer that says one, so that the fuse blows whenever that layer's would. A shorter
 * time is no narrower: it can hold too few requests to say anything.
 */
export function strictestFuse(fuses: readonly Policy["stop"]["errors"][]): Policy["stop"]["errors"] {
  const said = fuses.filter((fuse) => fuse !== null);
  const [upper] = said;
  return upper === undefined ? null : { share: Math.min(...said.map(({ share }) => share)), everyMs: upper.everyMs };
}

/** Refusing is narrower than warning; null where no layer says anything. */
export function sternest(words: readonly ("warn" | "refuse" | null)[]): "warn" | "refuse" | null {
  if (words.includes("refuse")) return "refuse";
  return words.includes("warn") ? "warn" : null;
}

/** Refusing is narrower than waiting, waiting shorter than waiting longer; null where no layer says anything. */
export function leastPatient(layers: readonly (Policy["busy"] | null)[]): Policy["busy"] | null {
  return layers
    .filter((busy) => busy !== null)
    .reduce<Policy["busy"] | null>((narrowest, busy) => {
      if (narrowest === null) return busy;
      if (narrowest.action !== busy.action) return narrowest.action === "refuse" ? narrowest : busy;
      return narrowest.waitMs <= busy.waitMs ? narrowest : busy;
    }, null);
}

/** Trying less load is narrower, trying nothing narrowest; null where no layer says anything. */
export function leastRetry(layers: readonly (Policy["retry"] | null)[]): Policy["retry"] | null {
  const said = layers.filter((retry) => retry !== null).map(({ reducedTo }) => reducedTo);
  if (said.length === 0) return null;
  return { reducedTo: said.includes(null) ? null : leastOf(said) };
}

/** The names that every layer has which says any; null where no layer says anything. */
export function sharedNames(layers: readonly (readonly string[] | null)[]): string[] | null {
  const said = layers.filter((names) => names !== null);
  const [upper, ...lower] = said;
  return upper === undefined ? null : upper.filter((name) => lower.every((names) => names.includes(name)));
}

/** All webhooks; one that several layers name is sent what any of them asks for, signed as the uppermost says. */
export function uniteWebhooks(layers: readonly Policy["notify"]["webhooks"][]): Policy["notify"]["webhooks"] {
  const found = new Map<string, Policy["notify"]["webhooks"][number]>();
  for (const webhook of layers.flat()) {
    const upper = found.get(webhook.url);
    found.set(
      webhook.url,
      upper === undefined ? webhook : { ...upper, on: [...new Set([...upper.on, ...webhook.on])] },
    );
  }
  return [...found.values()];
}
