import { expect, it } from "vitest";
import { virtualClock } from "../../../test/support/virtual-clock.ts";
import { settingsSchema } from "../../contract/api/access.ts";
import { settingsFileSchema } from "../service-settings.ts";
import type { Service } from "../service.ts";
import { showSettings } from "./show-settings.ts";

it("shows how the service is set up, and looks for the engine once a minute at most", async () => {
  const clock = virtualClock();
  let looks = 0;
  const find = async (): Promise<{ version: string } | null> => {
    looks += 1;
    if (looks === 2) throw new Error("it is being replaced");
    return { version: "2.2.0" };
  };
  const oidc = { issuer: "https://login.example.com/", audience: "perf", roles: { leads: ["approver"] } };
  const service = {
    clock,
    version: "1.2.3",
    dataDirectory: "/data",
    provisioner: { find },
    settings: {
      ...settingsFileSchema.parse({ host: "::1", oidc }),
      told: [{ name: "host", value: "::1", from: "serve.yaml" }],
    },
  } as unknown as Service;
  const shown = await showSettings(service);
  expect(settingsSchema.parse(shown)).toEqual(shown);
  expect(shown).toMatchObject({
    engine: { name: "k6", version: "2.2.0" },
    listen: "[::1]:7070",
    oidc: { issuer: oidc.issuer, audience: "perf" },
    configuration: [{ name: "host", value: "::1", from: "serve.yaml" }],
  });
  await clock.advance(59_999);
  await showSettings(service);
  expect(looks).toBe(1);
  await clock.advance(1);
  expect((await showSettings(service)).engine).toBeNull();
  expect(looks).toBe(2);
});
