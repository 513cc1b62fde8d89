import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import type { Bundle } from "./bundle.ts";

/** What the page's first view may weigh: JavaScript, compressed as it travels, in bytes. */
export const mostFirstViewBytes = 250_000;

/** A script that the page is made of. */
export interface PageScript {
  readonly fileName: string;
  readonly code: string;
  readonly isEntry: boolean;
  /** Scripts that come with it at once. */
  readonly imports: readonly string[];
}

export interface PageBundle extends Bundle {
  /** JavaScript that a browser has to have before it shows anything, compressed. */
  readonly firstViewBytes: number;
}

/** Builds the page of `web/` into `outdir`. Throws the builder's error, and where the first view has become too heavy. */
export async function bundlePage(root: string, outdir: string): Promise<PageBundle> {
  const result = await build({
    configFile: join(root, "web/vite.config.ts"),
    build: { outDir: outdir },
    logLevel: "warn",
  });
  const outputs = (Array.isArray(result) ? result : "output" in result ? [result] : []).flatMap(({ output }) => output);
  const chunks = outputs.filter((file) => file.type === "chunk");
  const firstViewBytes = weighFirstView(chunks);
  if (firstViewBytes > mostFirstViewBytes)
    throw new Error(`the page's first view takes ${firstViewBytes} bytes of JavaScript, more than ${mostFirstViewBytes}`);
  return {
    files: outputs.map((file) => ({
      name: `web/${file.fileName}`,
      bytes: Buffer.byteLength(file.type === "chunk" ? file.code : file.source),
    })),
    inputs: chunks.flatMap(({ moduleIds }) => moduleIds).map((id) => relative(root, id)),
    firstViewBytes,
  };
}

/** Compressed size of what the entry needs, each script once. */
export function weighFirstView(scripts: readonly PageScript[]): number {
  const byName = new Map(scripts.map((script) => [script.fileName, script]));
  const needed = new Set<string>();
  const waiting = scripts.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    waiting.push(...(byName.get(name)?.imports ?? []));
  }
  return [...needed].reduce((sum, name) => sum + gzipSync(byName.get(name)?.code ?? "").byteLength, 0);
}
