import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { z } from "zod";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Documents } from "../../ports/documents.ts";
import { tagOf } from "./entity-tags.ts";
import { pagePattern } from "./openapi/collect-routes.ts";
import { pageOf } from "./pages/page-of.ts";
import type { ServiceApp } from "./service-app.ts";

const mediaTypes: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  js: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  map: "application/json; charset=utf-8",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
  woff2: "font/woff2",
};
/** What is not compressed already. */
const compressible = /\.(?:css|html|js|json|map|svg|txt|webmanifest)$/u;
/** The build names these by their content, so that they never change. */
const immutable = "assets/";
const entrance = "index.html";

type Encoding = "br" | "gzip" | "identity";

interface Kept {
  readonly content: Buffer;
  readonly tag: string;
}

const notBuilt = pageOf(
  "The page is not built",
  '<p>This installation lacks the page. In a clone, <code>npm run build</code> makes it. The API works without it; see <a href="/docs/api">its description</a>.</p>',
);

/**
 * Serves the built page from `directory`: its files by their names, and its entrance under every other address that a browser opens, so that
 * links into the page work. What was asked for is looked up in the list of files that was made at the start; no path of a request reaches
 * the disk. A file `x.br` is the compressed form of `x`.
 */
export async function servePage(
  app: ServiceApp,
  { documents, directory }: { readonly documents: Documents; readonly directory: string },
): Promise<void> {
  const names = new Set(await documents.listFiles(directory));
  const kept = new Map<string, Promise<Kept>>();
  const read = async (name: string): Promise<Buffer> => {
    const bytes = await documents.readBytes(`${directory}/${name}`);
    if (bytes === null) throw PerfAgentError.of("PA_ROUTE_NOT_FOUND", `the page has no ${name} any more`);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
  const keep = async (name: string, encoding: Encoding): Promise<Kept> => {
    const content =
      encoding === "br"
        ? await read(`${name}.br`)
        : encoding === "gzip"
          ? await promisify(gzip)(await read(name))
          : await read(name);
    return { content, tag: tagOf(content) };
  };
  const keptOf = (name: string, encoding: Encoding): Promise<Kept> => {
    const key = `${encoding} ${name}`;
    const found = kept.get(key) ?? keep(name, encoding);
    kept.set(key, found);
    // What could not be read may be there next time.
    found.catch(() => kept.delete(key));
    return found;
  };

  app.get(
    pagePattern,
    {
      config: { permission: "public" },
      logLevel: "warn",
      schema: { params: z.strictObject({ "*": z.string() }) },
    },
    async (request, reply) => {
      const name = fileFor(request.params["*"], request.headers.accept, names);
      if (name === null) throw PerfAgentError.of("PA_ROUTE_NOT_FOUND", "there is nothing at this path");
      if (!names.has(name)) return reply.type(mediaTypes["html"] ?? "").send(notBuilt);
      const encoding = encodingFor(name, request.headers["accept-encoding"], names);
      const { content, tag } = await keptOf(name, encoding);
      if (encoding !== "identity") reply.header("content-encoding", encoding);
      return reply
        .type(mediaTypes[name.split(".").at(-1) ?? ""] ?? "application/octet-stream")
        .headers({
          etag: tag,
          vary: "accept-encoding",
          "cache-control": name.startsWith(immutable) ? "public, max-age=31536000, immutable" : "no-cache",
        })
        .send(content);
    },
  );
}

/** The file that answers a path; null: none does. Only what a browser opens as a page gets the entrance: a script that is missing must fail. */
export function fileFor(path: string, accept: string | undefined, names: ReadonlySet<string>): string | null {
  if (path === "") return entrance;
  if (names.has(path) && !path.endsWith(".br")) return path;
  const isApi = path === "api" || path.startsWith("api/");
  if (isApi || path.startsWith(immutable) || accept?.includes("text/html") !== true) return null;
  return entrance;
}

/** The shortest form that the reader takes and that there is. */
export function encodingFor(name: string, accepted: string | undefined, names: ReadonlySet<string>): Encoding {
  if (!compressible.test(name)) return "identity";
  const taken = new Set(
    (accepted ?? "")
      .split(",")
      .filter((one) => !/;\s*q=0(?:\.0*)?\s*$/u.test(one))
      .map((one) => one.split(";")[0]?.trim().toLowerCase()),
  );
  if (taken.has("br") && names.has(`${name}.br`)) return "br";
  return taken.has("gzip") ? "gzip" : "identity";
}
