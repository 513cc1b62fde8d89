import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

/** Below this many bytes compression saves nothing that anybody notices. */
const fewestBytes = 1024;

/** Writes `x.br` beside every text `x` of a folder, as the service hands it out to browsers that take it. */
export function compressFiles(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, name);
    if (!/\.(?:js|css|svg|html)$/u.test(name) || statSync(path).size < fewestBytes) continue;
    const bytes = readFileSync(path);
    const parameters = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
    };
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: parameters }));
  }
}
