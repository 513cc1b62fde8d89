import { build, type BuildOptions, type Plugin } from "esbuild";
import { basename } from "node:path";

/** One file of dist/. */
export interface BundledFile {
  readonly name: string;
  readonly bytes: number;
}

export interface Bundle {
  readonly files: readonly BundledFile[];
  /** Paths of every source file that went in, node_modules included. */
  readonly inputs: readonly string[];
}

/** Some libraries are CommonJS and require Node's own modules: an ES module has no `require` unless it makes one. */
const requireBanner =
  'import { createRequire as __createRequire } from "node:module";const require = __createRequire(import.meta.url);';

/** zod carries its messages in 50 languages; ours are written by hand and in English. */
const englishOnly: Plugin = {
  name: "english-only",
  setup: (bundling) => {
    bundling.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

/**
 * Bundles the command line (with lazily loaded chunks) and the collecting thread into `outdir`, side by side: whatever uses `import.meta.url` finds its
 * neighbours in the same folder. Throws esbuild's error.
 */
export async function bundleProduct(root: string, outdir: string): Promise<Bundle> {
  const shared: BuildOptions = {
    absWorkingDir: root,
    outdir,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22",
    charset: "utf8",
    legalComments: "none",
    banner: { js: requireBanner },
    plugins: [englishOnly],
    logLevel: "warning",
  };
  const results = await Promise.all([
    build({
      ...shared,
      entryPoints: { cli: "src/entry/cli/main.ts" },
      splitting: true,
      chunkNames: "[name]-[hash]",
      metafile: true,
    }),
    build({ ...shared, entryPoints: { "collect-worker": "src/entry/worker/collect.ts" }, metafile: true }),
  ]);
  const files = results.flatMap(({ metafile }) =>
    Object.entries(metafile.outputs).map(([path, { bytes }]) => ({ name: basename(path), bytes })),
  );
  return { files, inputs: [...new Set(results.flatMap(({ metafile }) => Object.keys(metafile.inputs)))] };
}
