import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { standardTerms } from "./standard-terms.ts";

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression of its package.json. */
  readonly license: string;
  /** Text of its licence files, else the standard terms of its licence, and of its notice when it has one. */
  readonly text: string;
  /** Subresource integrity of the lockfile. */
  readonly integrity: string;
}

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  author: z.union([z.string(), z.object({ name: z.string() })]).optional(),
});
const lockfileSchema = z.object({ packages: z.record(z.string(), z.object({ integrity: z.string().optional() })) });

/** The packages that the given source files belong to, by name. Throws when one of them does not say under which licence it may be handed on. */
export function bundledPackages(root: string, inputs: readonly string[]): readonly BundledPackage[] {
  const { packages: locked } = lockfileSchema.parse(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")));
  const places = new Set<string>();
  for (const input of inputs) {
    const place = /^(?:web\/)?node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/?]+/.exec(input)?.[0];
    if (place !== undefined) places.add(place);
  }
  return [...places].toSorted().map((place) => {
    const folder = join(root, place);
    const { name, version, license, author } = manifestSchema.parse(
      JSON.parse(readFileSync(join(folder, "package.json"), "utf8")),
    );
    const text =
      licenceFiles(folder)
        .map((file) => readFileSync(join(folder, file), "utf8").trim())
        .join("\n\n") ||
      standardTerms({ license, author: typeof author === "object" ? author.name : (author ?? null) });
    if (text === null) throw new Error(`${name} ${version} has no licence file`);
    const integrity = locked[place]?.integrity;
    if (integrity === undefined) throw new Error(`${place} is not in the lockfile`);
    return { name, version, license, text, integrity };
  });
}

function licenceFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i.test(file))
    .toSorted();
}

/** THIRD-PARTY-NOTICES.md: what the package carries of others, and their terms. */
export function noticesOf(packages: readonly BundledPackage[]): string {
  const rows = packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  const texts = packages.map(
    ({ name, version, text }) => `## ${name} ${version}\n\n\`\`\`text\n${text.replace(/\r\n/g, "\n")}\n\`\`\`\n`,
  );
  return `# Third-party notices

The files in \`dist/\` contain code of the packages below, under the terms that follow. k6 and JMeter are not part of this package: they run as programs of their own.
Written by \`npm run build\`.

| package | version | licence |
|---|---|---|
${rows.join("\n")}

${texts.join("\n")}`;
}

/** The same as a CycloneDX 1.6 document. No time stamp and no serial number: equal input gives equal bytes. */
export function billOfMaterials(
  product: { name: string; version: string; license: string },
  packages: readonly BundledPackage[],
): string {
  const document = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: component("application", product.name, product.version, product.license) },
    components: packages.map(({ name, version, license, integrity }) => ({
      ...component("library", name, version, license),
      hashes: [{ alg: "SHA-512", content: Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex") }],
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function component(type: "application" | "library", name: string, version: string, license: string): object {
  return {
    type,
    "bom-ref": purl(name, version),
    name,
    version,
    licenses: [/^[A-Za-z0-9.+-]+$/.test(license) ? { license: { id: license } } : { expression: license }],
    purl: purl(name, version),
  };
}

function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}
