import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A client certificate of nobody, as PEM; null where the system has no openssl. */
export function clientCertificate(): { readonly certificate: string; readonly key: string } | null {
  const directory = mkdtempSync(join(tmpdir(), "perf-agent-attack-certificate-"));
  const [key, certificate] = [join(directory, "key.pem"), join(directory, "certificate.pem")];
  const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=attack.test";
  try {
    execFileSync("openssl", [...request.split(" "), "-keyout", key, "-out", certificate], { stdio: "ignore" });
    return { certificate: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
  } catch {
    return null;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
