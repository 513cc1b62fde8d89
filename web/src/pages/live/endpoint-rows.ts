import { formatMs, formatNumber, formatRate, formatShare } from "../../../../src/contract/format-quantity.ts";
import type { EndpointNow, EndpointRings } from "./endpoint-rings.ts";

/** A row of the table of endpoints: texts to show, numbers to sort by. */
export interface EndpointRow {
  /** Name in addresses: `scenario/endpoint`. */
  readonly key: string;
  readonly index: number;
  readonly scenario: string;
  readonly endpoint: string;
  readonly texts: Readonly<Record<keyof EndpointNow, string>>;
  readonly order: EndpointNow;
}

export function keyOfEndpoint({
  scenario,
  endpoint,
}: {
  readonly scenario: string;
  readonly endpoint: string;
}): string {
  return `${scenario}/${endpoint}`;
}

/** Makes the rows of each second. A row whose texts are as before is the same object as before, so that it is not drawn again. */
export class EndpointRows {
  #rows: EndpointRow[] = [];

  /** `isHeld`: what rows are sorted by stays as it was, so that none moves away from under the pointer. */
  rows(rings: EndpointRings, isHeld: boolean): readonly EndpointRow[] {
    this.#rows = rings.names.map((name, index) => {
      const now = rings.now(index);
      const before = this.#rows[index];
      const key = keyOfEndpoint(name);
      const isSame = before !== undefined && before.key === key;
      const texts = textsOf(now);
      if (isSame && sameTexts(before.texts, texts)) return before;
      return { key, index, ...name, texts, order: isSame && isHeld ? before.order : now };
    });
    return this.#rows;
  }
}

function textsOf(now: EndpointNow): EndpointRow["texts"] {
  return {
    perSecond: now.perSecond === 0 ? "–" : formatRate(now.perSecond),
    errorShare: Number.isNaN(now.errorShare) ? "–" : now.errorShare === 0 ? "none" : formatShare(now.errorShare),
    p50: formatMs(now.p50),
    p95: formatMs(now.p95),
    p99: formatMs(now.p99),
    requests: formatNumber(now.requests),
    failed: now.failed === 0 ? "none" : formatNumber(now.failed),
  };
}

function sameTexts(one: EndpointRow["texts"], other: EndpointRow["texts"]): boolean {
  return (
    one.perSecond === other.perSecond &&
    one.errorShare === other.errorShare &&
    one.p50 === other.p50 &&
    one.p95 === other.p95 &&
    one.p99 === other.p99 &&
    one.requests === other.requests &&
    one.failed === other.failed
  );
}

/** Those whose name or scenario holds the text. */
export function matchingRows(rows: readonly EndpointRow[], text: string): readonly EndpointRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return rows;
  return rows.filter(({ endpoint, scenario }) => `${endpoint} ${scenario}`.toLowerCase().includes(wanted));
}
