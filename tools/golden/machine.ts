import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { arch, cpus, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { GoldenMachine } from "../../evaluation/golden/golden-run.ts";

/** The kind of this machine; neither its name nor anything else that tells whose it is. */
export function describeMachine(): GoldenMachine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryMegabytes: Math.round(totalmem() / 1_048_576),
    system: `${platform()} ${release().split("-")[0]} ${arch()}`,
  };
}

/** Version of the product and, of a clone, its commit. */
export function describeProduct(version: string): string {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  try {
    const commit = execFileSync("git", ["rev-parse", "--short=12", "HEAD"], {
      cwd: root,
      encoding: "utf8",
      stdio: "pipe",
    });
    return `${version} ${commit.trim()}`;
  } catch {
    return version;
  }
}

/** SHA-256 over the files that decide what is sent and how it is answered: those named, and the code of the sample shop. */
export function digestOf(paths: readonly string[]): string {
  const shop = fileURLToPath(new URL("../../examples/shop/", import.meta.url));
  const code = globSync("**/*.ts", { cwd: shop, exclude: ["**/*.test.ts"] }).toSorted();
  const digest = createHash("sha256");
  for (const path of [...paths, ...code.map((name) => join(shop, name))])
    digest.update(readFileSync(path)).update("\0");
  return digest.digest("hex");
}
