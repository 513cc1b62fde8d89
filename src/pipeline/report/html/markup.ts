/** HTML that is known to be safe: either written here or escaped on its way in. */
export interface Markup {
  readonly markup: string;
}

type Piece = Markup | string | number | null | undefined | false | readonly Piece[];

/** Template tag: what is written in the template is HTML, what is filled in is text and gets escaped, unless it is Markup. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  let markup = parts[0] ?? "";
  for (const [index, piece] of pieces.entries()) markup += render(piece) + (parts[index + 1] ?? "");
  return { markup };
}

/** Takes text for HTML as it is. Only for what this program drew itself. */
export function trusted(markup: string): Markup {
  return { markup };
}

/** Text in which backticks mark what is typed. */
export function withCode(text: string): Markup {
  const parts = text.split(/`([^`]+)`/);
  return html`${parts.map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

function render(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return "";
  if (typeof piece === "string" || typeof piece === "number") return escapeText(String(piece));
  if ("markup" in piece) return piece.markup;
  return piece.map(render).join("");
}

/** Escapes for element content and quoted attributes; control characters that HTML does not allow become U+FFFD. */
function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")
    .replaceAll(/[^\P{Cc}\t\n\r]/gu, "\uFFFD");
}
