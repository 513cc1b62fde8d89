import type { Settings } from "../../contract/api/access.ts";
import type { Service } from "../service.ts";

/** How the service is set up. Nothing of it is secret. The engine is looked for, not obtained. */
export async function showSettings(service: Service): Promise<Settings> {
  const { settings, provisioner, version, dataDirectory } = service;
  const found = await provisioner.find().catch(() => null);
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
