import { describe, expect, it } from "vitest";
import { environmentSecrets } from "./environment-secrets.ts";
import type { SecretSource } from "../../ports/secret-source.ts";
import { listedSecrets } from "./listed-secrets.ts";

const env = { SHOP_PASSWORD: "open sesame", EMPTY: "", PATH: "/bin" };
const files: Readonly<Record<string, string>> = { "/plans/key.txt": "  from a file\n" };
const documents = {
  readBytes: (path: string) => {
    const text = files[path];
    return Promise.resolve(text === undefined ? null : new TextEncoder().encode(text));
  },
  beside: (file: string, relative: string) => `${file.slice(0, file.lastIndexOf("/"))}/${relative}`,
};

describe("secrets of the environment", () => {
  it.each<[string, { env: string } | { file: string }, string | null]>([
    ["a variable", { env: "SHOP_PASSWORD" }, "open sesame"],
    ["a variable without a value", { env: "EMPTY" }, null],
    ["a variable that is not set", { env: "NONE" }, null],
    ["a file beside the plan, without blanks around it", { file: "key.txt" }, "from a file"],
    ["a file that is not there", { file: "none.txt" }, null],
  ])("are read from %s", async (_, source, expected) => {
    const secrets = environmentSecrets({ env, documents });
    expect(await secrets.read(source, "/plans/plan.yaml")).toBe(expected);
  });
});

function listing(listed: readonly string[] | null): SecretSource {
  return listedSecrets({ env, listedFor: () => Promise.resolve(listed) });
}

describe("secrets of the service", () => {
  it("are the variables that the policy lists", async () => {
    const secrets = listing(["SHOP_PASSWORD", "EMPTY"]);
    expect(await secrets.read({ env: "SHOP_PASSWORD" }, "plan.yaml")).toBe("open sesame");
    expect(await secrets.read({ env: "EMPTY" }, "plan.yaml")).toBeNull();
  });

  it.each<[string, { env: string } | { file: string }, readonly string[] | null]>([
    ["a variable that is not listed", { env: "PATH" }, ["SHOP_PASSWORD"]],
    ["a variable that begins as a listed one", { env: "SHOP_PASSWORD_2" }, ["SHOP_PASSWORD"]],
    ["any variable where nothing is listed", { env: "SHOP_PASSWORD" }, []],
    ["any variable where the policy is silent", { env: "SHOP_PASSWORD" }, null],
    ["a file, listed or not", { file: "key.txt" }, ["key.txt"]],
  ])("are not %s", async (_, source, listed) => {
    await expect(listing(listed).read(source, "plan.yaml")).rejects.toThrow("PA_SECRET_FORBIDDEN");
  });

  it("are asked for under the policy of the plan", async () => {
    const asked: string[] = [];
    const secrets = listedSecrets({
      env,
      listedFor: (planFile) => {
        asked.push(planFile);
        return Promise.resolve(["SHOP_PASSWORD"]);
      },
    });
    await secrets.read({ env: "SHOP_PASSWORD" }, "/data/plans/a/plan.yaml");
    expect(asked).toEqual(["/data/plans/a/plan.yaml"]);
  });
});
