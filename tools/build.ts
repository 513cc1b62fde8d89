/** `npm run build`: dist/ as it is published, THIRD-PARTY-NOTICES.md and the bill of materials. */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { bundleProduct } from "./build/bundle.ts";
import { billOfMaterials, bundledPackages, noticesOf } from "./build/bundled-packages.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const dist = join(root, "dist");
const product = z
  .object({ name: z.string(), version: z.string(), license: z.string() })
  .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));

rmSync(dist, { recursive: true, force: true });
const { files, inputs } = await bundleProduct(root, dist);
cpSync(join(root, "src/adapters/k6/build"), join(dist, "k6-build"), { recursive: true });
cpSync(join(root, "docs/evaluation.md"), join(dist, "evaluation.md"));
const packages = bundledPackages(root, inputs);
writeFileSync(join(root, "THIRD-PARTY-NOTICES.md"), noticesOf(packages));
writeFileSync(join(dist, "sbom.json"), billOfMaterials(product, packages));

for (const { name, bytes } of files)
  process.stdout.write(`${String(Math.ceil(bytes / 1024)).padStart(7)} kB  dist/${name}\n`);
process.stdout.write(`${packages.length} packages inside: ${packages.map(({ name }) => name).join(", ")}\n`);
