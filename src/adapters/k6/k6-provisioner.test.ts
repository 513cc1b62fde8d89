import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { engineCacheDirectory, k6Provisioner, type K6ProvisionerSettings } from "./k6-provisioner.ts";
import { writeTar } from "./tar.ts";

const archiveName = "k6-v2.2.0-linux-amd64.tar.gz";
const checksumsName = "k6-v2.2.0-checksums.txt";

/** A program that tells a version as k6 does, or as k6 did before it knew --json. */
function program(version: string, form: "json" | "text" = "json"): string {
  return form === "json"
    ? `#!/bin/sh\necho '{"commit":"devel","version":"v${version}"}'\n`
    : `#!/bin/sh\n[ "$2" = "" ] || exit 255\necho 'k6 v${version} (go1.20, linux/amd64)'\n`;
}

function digestOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

let root = "";
let server: Server;
let files: Record<string, Uint8Array | "cut" | "silent">;
let asked: string[];
let said: string[];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "k6-provisioner-test-"));
  asked = [];
  said = [];
  files = {};
  server = createServer((request, response) => {
    const name = request.url?.split("/").at(-1) ?? "";
    asked.push(request.url ?? "");
    const content = files[name];
    if (content === undefined) response.writeHead(404).end();
    else if (content === "cut") {
      response.writeHead(200, { "content-length": 100_000 }).write("only this", () => response.destroy());
    } else if (content !== "silent") response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(root, { recursive: true, force: true });
});

function provisioner(overrides: Partial<K6ProvisionerSettings> = {}) {
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return k6Provisioner({
    configuredPath: null,
    pathVariable: join(root, "bin"),
    cacheDirectory: join(root, "cache"),
    buildRecipes: join(import.meta.dirname, "build"),
    version: "2.2.0",
    releaseBaseUrl: `http://127.0.0.1:${port}/download`,
    env: {},
    platform: "linux",
    architecture: "x64",
    ...overrides,
  });
}

function place(name: string, text: string): string {
  const path = join(root, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

const say = (sentence: string): void => void said.push(sentence);
const cachedProgram = (): string => join(root, "cache", "k6", "2.2.0", "k6");

function release(text: string): Uint8Array {
  return gzipSync(
    writeTar([
      { name: "k6-v2.2.0-linux-amd64/LICENSE", bytes: new TextEncoder().encode("AGPL") },
      { name: "k6-v2.2.0-linux-amd64/k6", bytes: new TextEncoder().encode(text) },
    ]),
  );
}

function checksumsOf(archive: Uint8Array): Uint8Array {
  const digest = createHash("sha256").update(archive).digest("hex");
  return new TextEncoder().encode(`${"0".repeat(64)}  k6-v2.2.0-linux-arm64.tar.gz\n${digest}  ${archiveName}\n`);
}

function publish(text = program("2.2.0")): void {
  const archive = release(text);
  files = { [archiveName]: archive, [checksumsName]: checksumsOf(archive) };
}

/** Answers `go version`, and "builds" a program that also notes how it was called. */
function placeGo(version: string, built: string): void {
  place(
    "bin/go",
    `#!/bin/sh
if [ "$1" = version ]; then echo "go version go${version} linux/amd64"; exit 0; fi
/bin/cp go.mod go.sum "${root}/" || exit 1
echo "$* CGO_ENABLED=$CGO_ENABLED KEY=$OPENAI_API_KEY PROXY=$GOPROXY" > "${root}/called"
[ -f "${root}/broken" ] && { echo "go: module not found" >&2; exit 1; }
/bin/cp "${root}/template" "$4"
`,
  );
  place("template", built);
}

describe("find", () => {
  it("takes the configured path first, and only that", async () => {
    place("bin/k6", program("2.1.0"));
    const path = place("own/k6", program("2.0.0"));
    expect(await provisioner({ configuredPath: path }).find()).toEqual({
      path,
      version: "2.0.0",
      sha256: digestOf(path),
      from: "configured",
    });
    const missing = provisioner({ configuredPath: join(root, "none") });
    await expect(missing.find()).rejects.toMatchObject({ mistakes: [{ code: "PA_ENGINE_MISSING" }] });
  });

  it.each([
    ["1.3.9", "json"],
    ["0.49.0", "text"],
  ] as const)("refuses a configured k6 %s, told as %s", async (version, form) => {
    const refused = provisioner({ configuredPath: place("own/k6", program(version, form)) }).find();
    await expect(refused).rejects.toMatchObject({ mistakes: [{ code: "PA_ENGINE_TOO_OLD" }] });
    await expect(refused).rejects.toThrow(`is k6 ${version}, older than 1.4.0`);
  });

  it("refuses a configured program that is something else", async () => {
    const refused = provisioner({ configuredPath: place("own/k6", "#!/bin/sh\necho hello\n") }).find();
    await expect(refused).rejects.toMatchObject({ mistakes: [{ code: "PA_ENGINE_MISSING" }] });
  });

  it("takes PATH before the cache, but nothing from relative folders", async () => {
    const path = place("bin/k6", program("1.4.0"));
    place("cache/k6/2.2.0/k6", program("2.2.0"));
    expect(await provisioner().find()).toEqual({ path, version: "1.4.0", sha256: digestOf(path), from: "path" });
    const relative = await provisioner({ pathVariable: ":.:bin" }).find();
    expect(relative).toEqual({
      path: cachedProgram(),
      version: "2.2.0",
      sha256: digestOf(cachedProgram()),
      from: "cache",
    });
  });

  it("passes over a k6 on PATH that is too old", async () => {
    place("bin/k6", program("0.57.0"));
    expect(await provisioner().find()).toBeNull();
    place("cache/k6/2.2.0/k6", program("2.2.0"));
    expect(await provisioner().find()).toMatchObject({ from: "cache" });
    expect(await provisioner().obtain(say)).toMatchObject({ from: "cache" });
    expect(said).toEqual([`${join(root, "bin", "k6")} is k6 0.57.0, older than 1.4.0.`]);
    expect(asked).toEqual([]);
  });
});

describe("obtain from a release", () => {
  it("checks the archive and keeps the program", async () => {
    publish();
    expect(await provisioner().obtain(say)).toEqual({
      path: cachedProgram(),
      version: "2.2.0",
      sha256: digestOf(cachedProgram()),
      from: "release",
    });
    expect(asked).toEqual([`/download/v2.2.0/${checksumsName}`, `/download/v2.2.0/${archiveName}`]);
    expect(statSync(cachedProgram()).mode & 0o111).toBe(0o111);
    expect(readdirSync(join(root, "cache", "k6", "2.2.0"))).toEqual(["k6"]);
    expect(await provisioner().obtain(say)).toMatchObject({ from: "cache" });
    expect(asked).toHaveLength(2);
  });

  it("is safe when several ask at once", async () => {
    publish();
    const one = provisioner();
    const found = await Promise.all([one.obtain(say), one.obtain(say), provisioner().obtain(say)]);
    expect(new Set(found.map(({ path }) => path))).toEqual(new Set([cachedProgram()]));
    expect(readdirSync(join(root, "cache", "k6", "2.2.0"))).toEqual(["k6"]);
  });

  it("replaces a damaged program in the cache", async () => {
    place("cache/k6/2.2.0/k6", "#!/bin/sh\nexit 1\n");
    publish();
    expect(await provisioner().obtain(say)).toMatchObject({ from: "release" });
  });

  it.each<[string, () => void, RegExp]>([
    ["is not there", () => undefined, /checksums\.txt: it answered 404/u],
    [
      "has other bytes than its checksum",
      () => (files[archiveName] = release("changed")),
      /but its release says [0-9a-f]{64}/u,
    ],
    [
      "has no checksum",
      () => (files[checksumsName] = new TextEncoder().encode("")),
      /checksums of k6 2\.2\.0 do not name/u,
    ],
    ["is cut", () => (files[archiveName] = "cut"), /linux-amd64\.tar\.gz: /u],
    ["does not answer", () => (files[checksumsName] = "silent"), /checksums\.txt: no answer within 0\.2 s/u],
    ["holds another version", () => publish(program("2.1.0")), /is k6 2\.1\.0, not 2\.2\.0/u],
    ["holds something else", () => publish("#!/bin/sh\nexit 3\n"), /does not tell its version/u],
  ])("goes on when it %s", async (what, damage, reason) => {
    if (what !== "is not there") publish();
    damage();
    const failed = provisioner({ patienceMs: 200 }).obtain(say);
    await expect(failed).rejects.toMatchObject({ mistakes: [{ code: "PA_ENGINE_MISSING" }] });
    await expect(failed).rejects.toThrow(reason);
    await expect(failed).rejects.toThrow("there is no Go on the PATH");
    expect(existsSync(cachedProgram())).toBe(false);
  });

  it("says which systems have no release", async () => {
    const failed = provisioner({ platform: "sunos" }).obtain(say);
    await expect(failed).rejects.toThrow("k6 publishes no release that runs on sunos x64");
    expect(asked).toEqual([]);
  });
});

describe("obtain by a build", () => {
  it.each([
    ["2.2.0", "go.k6.io/k6/v2"],
    ["1.8.1", "go.k6.io/k6"],
  ])("builds %s out of the pinned modules", async (version, module) => {
    placeGo("1.26.1", program(version));
    const env = { PATH: join(root, "bin"), OPENAI_API_KEY: "canary", GOPROXY: "https://proxy.example.test" };
    const found = await provisioner({ version, env }).obtain(say);
    const path = join(root, "cache", "k6", version, "k6");
    expect(found).toEqual({ path, version, sha256: digestOf(path), from: "built" });
    const called = readFileSync(join(root, "called"), "utf8");
    expect(called).toMatch(
      new RegExp(`^build -mod=mod -o \\S+ ${module.replaceAll(".", "\\.")} CGO_ENABLED=0 KEY= PROXY=https`, "u"),
    );
    expect(existsSync(join(root, "go.sum"))).toBe(true);
    expect(said.join(" ")).toContain(`Building k6 ${version} with Go 1.26.1`);
  });

  it.each<[string, string, string, string, RegExp]>([
    ["Go is too old", "1.24.9", "2.2.0", "", /Go 1\.24\.9 is too old, 1\.25 is needed/u],
    ["the build fails", "1.25", "2.2.0", "broken", /go build failed: go: module not found/u],
    ["no recipe pins the version", "1.25", "2.1.9", "", /no module list pins k6 2\.1\.9/u],
  ])("tells all that was tried when %s", async (_what, go, version, marker, reason) => {
    placeGo(go, program(version));
    if (marker !== "") place(marker, "");
    const failed = provisioner({ version }).obtain(say);
    await expect(failed).rejects.toMatchObject({ mistakes: [{ code: "PA_ENGINE_MISSING" }] });
    await expect(failed).rejects.toThrow(reason);
    await expect(failed).rejects.toThrow("it answered 404");
  });

  it("says too old when an old k6 on PATH is all there is", async () => {
    place("bin/k6", program("0.57.0"));
    await expect(provisioner().obtain(say)).rejects.toMatchObject({ mistakes: [{ code: "PA_ENGINE_TOO_OLD" }] });
  });
});

describe("engineCacheDirectory", () => {
  it.each([
    [{}, "/home/ana/.cache/perf-agent/engines"],
    [{ XDG_CACHE_HOME: "/var/cache/ana" }, "/var/cache/ana/perf-agent/engines"],
    [{ XDG_CACHE_HOME: "relative" }, "/home/ana/.cache/perf-agent/engines"],
  ])("%j", (env, directory) => {
    expect(engineCacheDirectory(env, "/home/ana")).toBe(directory);
  });
});
