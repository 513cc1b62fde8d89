/** `npm run build`: dist/ as it is published, THIRD-PARTY-NOTICES.md and the bill of materials. */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { bundlePage } from "./build/bundle-page.ts";
import { bundleProduct } from "./build/bundle.ts";
import { billOfMaterials, bundledPackages, noticesOf } from "./build/bundled-packages.ts";
import { compressFiles } from "./build/compress-files.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const dist = join(root, "dist");
const manifest = z
  .object({ name: z.string(), version: z.string(), license: z.string() })
  .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));

rmSync(dist, { recursive: true, force: true });
const product = await bundleProduct(root, dist);
const page = await bundlePage(root, join(dist, "web"));
compressFiles(join(dist, "web"));
cpSync(join(root, "src/adapters/k6/build"), join(dist, "k6-build"), { recursive: true });
cpSync(join(root, "docs/evaluation.md"), join(dist, "evaluation.md"));
const packages = bundledPackages(root, [...product.inputs, ...page.inputs]);
writeFileSync(join(root, "THIRD-PARTY-NOTICES.md"), noticesOf(packages));
writeFileSync(join(dist, "sbom.json"), billOfMaterials(manifest, packages));

for (const { name, bytes } of [...product.files, ...page.files])
  process.stdout.write(`${String(Math.ceil(bytes / 1024)).padStart(7)} kB  dist/${name}\n`);
process.stdout.write(
  `${Math.ceil(page.firstViewBytes / 1024)} kB of compressed JavaScript before the page shows anything\n`,
);
process.stdout.write(`${packages.length} packages inside: ${packages.map(({ name }) => name).join(", ")}\n`);
