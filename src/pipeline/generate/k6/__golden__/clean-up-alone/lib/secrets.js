// Secrets come from the secret source that k6 was started with (--secret-source), never from this script.
import secrets from "k6/secrets";

const values = {};

/** Fetches the secrets that this virtual user does not have yet. */
export async function fetchSecrets(names) {
  for (const name of names) {
    if (values[name] === undefined) values[name] = await secrets.get(name);
  }
}

/** A secret that was fetched. */
export function secret(name) {
  return values[name];
}
