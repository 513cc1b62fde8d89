import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { weighFirstView, type PageScript } from "./bundle-page.ts";

const script = (fileName: string, imports: readonly string[], isFirst = false): PageScript => ({
  fileName,
  code: `// ${fileName}`,
  isFirst,
  imports,
});
const weight = (fileName: string): number => gzipSync(`// ${fileName}`).byteLength;

it("weighs what the first view needs, each script once, and not what is fetched later", () => {
  const scripts = [
    script("entry.js", ["a.js", "b.js"], true),
    script("a.js", ["b.js"]),
    script("b.js", ["a.js"]),
    script("later.js", []),
  ];
  expect(weighFirstView(scripts)).toBe(weight("entry.js") + weight("a.js") + weight("b.js"));
});
