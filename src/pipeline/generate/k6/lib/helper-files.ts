import { selectLines } from "../select-lines.ts";
import { answerSource } from "./answer-source.ts";
import { authSource } from "./auth-source.ts";
import { bodySource } from "./body-source.ts";
import { drawSource } from "./draw-source.ts";
import { jsonPathSource } from "./json-path-source.ts";
import { leftoversSource } from "./leftovers-source.ts";
import { passSource } from "./pass-source.ts";
import { requestSource } from "./request-source.ts";
import { rowsSource } from "./rows-source.ts";
import { secretsSource } from "./secrets-source.ts";
import { tellSource } from "./tell-source.ts";

/** The helpers that a script needs, each with the functions it needs and no other. `imports` are those of main.js. */
export function helperFiles(
  features: ReadonlySet<string>,
  imports: ReadonlyMap<string, unknown>,
): { path: string; text: string }[] {
  const needed = (file: string): boolean => imports.has(file);
  const files: [string, string, boolean][] = [
    ["answer", answerSource, features.has("answer") || features.has("try")],
    ["auth", authSource, needed("auth")],
    ["body", bodySource, needed("body")],
    ["draw", drawSource, true],
    ["json-path", jsonPathSource, features.has("jsonBody")],
    ["leftovers", leftoversSource, needed("leftovers")],
    ["pass", passSource, true],
    ["request", requestSource, true],
    ["rows", rowsSource, needed("rows")],
    ["secrets", secretsSource, needed("secrets")],
    ["tell", tellSource, features.has("try")],
  ];
  return files
    .filter(([, , isNeeded]) => isNeeded)
    .map(([name, source]) => ({ path: `lib/${name}.js`, text: selectLines(source, features) }));
}
