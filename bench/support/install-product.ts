import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The product as installed: the launcher beside freshly built bundles, not the sources. */
export function installProduct(): { readonly perfAgent: string; remove(): void } {
  execFileSync(process.execPath, ["tools/build.ts"], { cwd: root, stdio: "pipe" });
  const installed = mkdtempSync(join(tmpdir(), "perf-agent-installed-"));
  for (const part of ["bin", "dist", "package.json"])
    cpSync(join(root, part), join(installed, part), { recursive: true });
  return {
    perfAgent: join(installed, "bin/perf-agent.js"),
    remove: () => rmSync(installed, { recursive: true, force: true }),
  };
}
