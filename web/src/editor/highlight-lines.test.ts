import { describe, expect, it } from "vitest";
import { highlightLines } from "./highlight-lines.ts";

function kindOf(text: string, language: "yaml" | "javascript", piece: string): string | undefined {
  return highlightLines(text, language)
    .flat()
    .find((each) => each.text === piece)?.kind;
}

describe("coloured lines", () => {
  it.each([
    ["yaml", 'name: shop\n\n# note\nlist: [1, "two"]\n'],
    ["javascript", 'import http from "k6/http";\n\nexport default () => {\n  http.get("/"); // all\n};\n'],
  ] as const)("of %s are the text when joined", (language, text) => {
    const lines = highlightLines(text, language);
    expect(lines.map((pieces) => pieces.map((piece) => piece.text).join("")).join("\n")).toBe(text);
  });

  it("tell what is what", () => {
    expect(kindOf("name: shop", "yaml", "name")).toBe("key");
    expect(kindOf("# note", "yaml", "# note")).toBe("comment");
    expect(kindOf('const a = "x";', "javascript", '"x"')).toBe("string");
    expect(kindOf('const a = "x";', "javascript", "const")).toBe("keyword");
  });
});
