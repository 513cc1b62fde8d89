import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import type { Bundle } from "./bundle.ts";

/** What the page's first view may weigh: JavaScript, compressed as it travels, in bytes. */
export const mostFirstViewBytes = 250_000;

/** The page that people arrive at: with the entry it is the first view. */
const firstPage = "/pages/runs/runs-page.tsx";

/** A script that the page is made of. */
export interface PageScript {
  readonly fileName: string;
  readonly code: string;
  /** A browser fetches it by itself to show the page where people arrive. */
  readonly isFirst: boolean;
  /** Scripts that come with it at once. */
  readonly imports: readonly string[];
}

export interface PageBundle extends Bundle {
  /** JavaScript that a browser has to have before it shows anything, compressed. */
  readonly firstViewBytes: number;
}

/** Builds the page of `web/` into `outdir`. Throws the builder's error, and where the first view has become too heavy. */
export async function bundlePage(root: string, outdir: string): Promise<PageBundle> {
  // What is published is not made for tests or for development, whoever builds it.
  process.env["NODE_ENV"] = "production";
  const result = await build({
    configFile: join(root, "web/vite.config.ts"),
    build: { outDir: outdir },
    logLevel: "warn",
  });
  const outputs = (Array.isArray(result) ? result : "output" in result ? [result] : []).flatMap(({ output }) => output);
  const chunks = outputs.filter((file) => file.type === "chunk");
  const firstViewBytes = weighFirstView(
    chunks.map(({ fileName, code, imports, isEntry, facadeModuleId }) => ({
      fileName,
      code,
      imports,
      isFirst: isEntry || facadeModuleId?.endsWith(firstPage) === true,
    })),
  );
  if (firstViewBytes > mostFirstViewBytes)
    throw new Error(
      `the page's first view takes ${firstViewBytes} bytes of JavaScript, more than ${mostFirstViewBytes}`,
    );
  return {
    files: outputs.map((file) => ({
      name: `web/${file.fileName}`,
      bytes: Buffer.byteLength(file.type === "chunk" ? file.code : file.source),
    })),
    inputs: chunks.flatMap(({ moduleIds }) => moduleIds).map((id) => relative(root, id)),
    firstViewBytes,
  };
}

/** Compressed size of the first scripts and all that they need, each once. */
export function weighFirstView(scripts: readonly PageScript[]): number {
  const byName = new Map(scripts.map((script) => [script.fileName, script]));
  const needed = new Set<string>();
  const waiting = scripts.filter(({ isFirst }) => isFirst).map(({ fileName }) => fileName);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    waiting.push(...(byName.get(name)?.imports ?? []));
  }
  return [...needed].reduce((sum, name) => sum + gzipSync(byName.get(name)?.code ?? "").byteLength, 0);
}
