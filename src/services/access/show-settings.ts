import type { Settings } from "../../contract/api/access.ts";
import type { EngineProvisioner, FoundEngine } from "../../ports/load-engine.ts";
import type { Service } from "../service.ts";

/** Looking for the engine starts a program: once a minute is enough, whoever asks. */
const lookEveryMs = 60_000;
const looked = new WeakMap<EngineProvisioner, { readonly at: number; readonly found: Promise<FoundEngine | null> }>();

function engineOf({ provisioner, clock }: Pick<Service, "provisioner" | "clock">): Promise<FoundEngine | null> {
  const known = looked.get(provisioner);
  if (known !== undefined && clock.monotonic() - known.at < lookEveryMs) return known.found;
  const found = provisioner.find().catch(() => null);
  looked.set(provisioner, { at: clock.monotonic(), found });
  return found;
}

/** How the service is set up. Nothing of it is secret. The engine is looked for, not obtained. */
export async function showSettings(service: Service): Promise<Settings> {
  const { settings, version, dataDirectory } = service;
  const found = await engineOf(service);
  const { host, port, oidc, told } = settings;
  return {
    version,
    engine: found === null ? null : { name: "k6", version: found.version },
    dataDirectory,
    listen: `${host.includes(":") ? `[${host}]` : host}:${port}`,
    oidc: oidc === null ? null : { issuer: oidc.issuer, audience: oidc.audience },
    configuration: [...told],
    // Language models and telemetry of the target are not connected yet.
    models: [],
    telemetry: [],
  };
}
