import { expect, it } from "vitest";
import { renderServing, renderSettings } from "./render-service.ts";

it("prints the log-in link where there is one, and else how to get one", () => {
  const serving = { url: "http://127.0.0.1:7070", dataDirectory: "/data" };
  expect(renderServing({ ...serving, logIn: "http://127.0.0.1:7070/#token=pa_1" })).toContain(
    "\n  http://127.0.0.1:7070/#token=pa_1",
  );
  expect(renderServing({ ...serving, logIn: null })).toContain("--new-token");
});

it("lists settings in columns, each with where it comes from", () => {
  const told = [
    { name: "host", value: "127.0.0.1", from: "default" },
    { name: "limits.viewers", value: "7", from: "serve.yaml" },
  ];
  expect(renderSettings("/data", told).split("\n")).toEqual([
    "data            /data",
    "host            127.0.0.1  default",
    "limits.viewers  7          serve.yaml",
  ]);
});
