import { describe, expect, it } from "vitest";
import { encodingFor, fileFor } from "./serve-page.ts";

const names = new Set(["index.html", "favicon.svg", "assets/app-1a2b.js", "assets/app-1a2b.js.br", "assets/logo.png"]);
const browser = "text/html,application/xhtml+xml,*/*;q=0.8";

describe("fileFor", () => {
  it.each([
    ["the entrance", "", browser, "index.html"],
    ["the entrance, whoever asks", "", undefined, "index.html"],
    ["a file", "favicon.svg", "*/*", "favicon.svg"],
    ["a file of the build", "assets/app-1a2b.js", "*/*", "assets/app-1a2b.js"],
    ["a link into the page", "runs/20261124T101010Z-checkout-peak.v2-ab12", browser, "index.html"],
    ["a page asked for by a program", "runs/1", "*/*", null],
    ["a script of an older build, opened as a page", "assets/app-old.js", browser, null],
    ["a compressed form by its own name", "assets/app-1a2b.js.br", "*/*", null],
    ["the API", "api/agents/performance-agent/nothing", browser, null],
    ["a way out", "../package.json", "*/*", null],
  ])("%s", (_name, path, accept, file) => {
    expect(fileFor(path, accept, names)).toBe(file);
  });
});

describe("encodingFor", () => {
  it.each([
    ["the shortest there is", "assets/app-1a2b.js", "gzip, deflate, br", "br"],
    ["what is made where there is no shorter one", "index.html", "gzip, br", "gzip"],
    ["as it is for who takes nothing", "index.html", undefined, "identity"],
    ["as it is for who refuses", "index.html", "gzip;q=0, br;q=0.0", "identity"],
    ["by weight", "index.html", "gzip;q=0.5", "gzip"],
    ["what is compressed already", "assets/logo.png", "gzip, br", "identity"],
  ])("%s", (_name, name, accepted, encoding) => {
    expect(encodingFor(name, accepted, names)).toBe(encoding);
  });
});
