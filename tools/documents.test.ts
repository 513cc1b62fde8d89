import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const documents = globSync(["*.md", "docs/**/*.md"], { cwd: root })
  .filter((file) => file !== "THIRD-PARTY-NOTICES.md")
  .toSorted();

/** Anchors that a heading gets, as GitHub writes them. */
function anchorsOf(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

describe.each(documents)("%s", (file) => {
  const text = readFileSync(join(root, file), "utf8");

  it("links to what exists", () => {
    const broken = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(
      ([link, path = "", anchor]) => {
        const target = path === "" ? join(root, file) : join(root, dirname(file), path);
        if (!existsSync(target)) return [link];
        if (anchor === undefined || anchorsOf(readFileSync(target, "utf8")).has(anchor)) return [];
        return [link];
      },
    );
    expect(broken).toEqual([]);
  });

  it("names files of the repository that exist", () => {
    const named = [...text.matchAll(/`((?:src|tools|test|bench|examples|docs)\/[\w./-]+\.\w+)`/g)].map(
      ([, path = ""]) => path,
    );
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
