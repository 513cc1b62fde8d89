/** A section behind a line that opens it; nothing where there is no body. */
export function folded(title: string, body: string, open: boolean): string {
  return body === "" ? "" : `<details${open ? " open" : ""}>\n<summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** Points under a title in bold; nothing where there are none. The lines are Markdown already. */
export function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `**${title}**\n\n${lines.map((line) => `- ${line}`).join("\n")}`;
}

/** A title that ends in a colon makes a right-aligned column. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[], total: number): string {
  const more = total > rows.length ? `\n\n… and ${total - rows.length} more in the HTML report.` : "";
  return `${[row(titles.map((title) => title.replace(/:$/, ""))), row(titles.map((title) => (title.endsWith(":") ? "--:" : "---"))), ...rows.map(row)].join("\n")}${more}`;
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** Text that stays text: no markup, links, table cells, mentions, issue references or HTML of what a plan or a target said. */
export function text(raw: string): string {
  return raw
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\p{Cc}/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_[\]|~]/g, "\\$&")
    .replaceAll("!\\[", "\\!\\[")
    .replaceAll(/[@#](?=\w)/g, "$&\u200B")
    .replaceAll("://", ":\u200B//");
}
