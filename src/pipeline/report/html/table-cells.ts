import { html, trusted, type Markup } from "./markup.ts";

/** A cell of a figure with its column's name for narrow pages; `below` stands under it. */
export function number(label: string, text: string, tone = "", below: Markup | null = trusted("")): Markup {
  return html`<td class="num${text === "" ? " empty" : ""}">
    <div data-label="${label}"><span class="${tone}">${text}</span>${below}</div>
  </td>`;
}

/** What stands in place of a table without rows. */
export const empty = (sentence: string): Markup => html`<p class="none" style="padding:18px 20px">${sentence}</p>`;

/** A minus sign in place of a hyphen. */
export const sign = (text: string): string => text.replaceAll("-", "−");
