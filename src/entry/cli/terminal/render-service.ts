import type { ToldSetting } from "../../../services/service-settings.ts";
import { pad, plain } from "./terminal-text.ts";

/** What `serve` says once it listens. */
export function renderServing(serving: {
  readonly url: string;
  /** null: people have their tokens. */
  readonly logIn: string | null;
  readonly dataDirectory: string;
}): string {
  const lines = [`Perf-Xi is at ${serving.url}`, `Everything is kept in ${plain(serving.dataDirectory)}`];
  if (serving.logIn === null) lines.push("Log in with your token; `--new-token` makes another.");
  else lines.push("", "Log in, as admin, by this link. It is shown this once:", `  ${serving.logIn}`);
  return lines.join("\n");
}

/** Every setting with its value and where it comes from. */
export function renderSettings(dataDirectory: string, settings: readonly ToldSetting[]): string {
  const rows = [{ name: "data", value: dataDirectory, from: "" }, ...settings];
  const widest = (key: "name" | "value"): number => Math.min(48, Math.max(...rows.map((row) => row[key].length)));
  const [nameWidth, valueWidth] = [widest("name"), widest("value")];
  return rows
    .map(({ name, value, from }) =>
      `${pad(plain(name), nameWidth)}  ${pad(plain(value), valueWidth)}  ${plain(from)}`.trimEnd(),
    )
    .join("\n");
}
