import { normalHost } from "../../../contract/host-name.ts";
import { parseAddress, parseRange } from "../../../contract/ip-address.ts";
import type { Environment } from "../../../contract/policy.ts";
import type { DocumentNode, Place } from "../document-reader.ts";
import { entriesOf, fieldOf, refuseUnknown, textOf, type Complaints } from "../objectives/node-fields.ts";
import { sectionOf, textsOf } from "./policy-values.ts";

/** An environment as one file declares it; whether that counts is decided where layers meet. */
export type DeclaredEnvironment = Omit<Environment, "trusted">;

const kinds = ["local", "staging", "perf", "production"] as const;
const fields = ["kind", "baseUrl", "others", "hosts", "ranges", "tls", "handshake"];

/** Reads one entry of `environments`. What cannot be understood counts as production, which never runs. */
export function readEnvironment(name: string, node: DocumentNode, complaints: Complaints): DeclaredEnvironment {
  const what = `environment "${name}"`;
  refuseUnknown(entriesOf(node, what, complaints), fields, "an environment", complaints);
  const kindNode = fieldOf(node, "kind");
  const kindText = textOf(kindNode);
  const kind = kinds.find((known) => known === kindText);
  if (kind === undefined) complaints.refuse(kindNode?.place ?? node.place, `${what} needs a kind: ${kinds.join(", ")}`);
  const baseUrl = readUrl(fieldOf(node, "baseUrl"), complaints);
  const others = Object.fromEntries(
    sectionOf(node, "others", null, complaints).flatMap(({ key, node: other }) => {
      const url = readUrl(other, complaints);
      return url === null ? [] : [[key, url] as const];
    }),
  );
  sectionOf(node, "tls", ["ca"], complaints);
  const named = textsOf(node, "hosts", complaints);
  for (const { text, place } of named) checkHost(text, place, kind, complaints);
  const ranges = textsOf(node, "ranges", complaints);
  for (const { text, place } of ranges) {
    if (parseRange(text) === null) complaints.refuse(place, `"${text}" is no address range: write it as 10.20.0.0/16`);
  }
  const own = [baseUrl, ...Object.values(others)].flatMap((url) =>
    url === null ? [] : [normalHost(new URL(url).hostname)],
  );
  const hosts = fieldOf(node, "hosts") === undefined ? [...new Set(own)] : named.map(({ text }) => text);
  if (kind === "production" && hosts.length + ranges.length === 0)
    complaints.refuse(node.place, `${what} is production: name its hosts or ranges, so that it can be recognised`);
  return {
    name,
    kind: kind ?? "production",
    baseUrl,
    others,
    hosts: hosts.length === 0 && kind === "local" ? ["127.0.0.1", "localhost"] : hosts,
    ranges: ranges.map(({ text }) => text),
    tlsCaFile: textOf(fieldOf(node, "tls", "ca")) ?? null,
    handshake: readHandshake(fieldOf(node, "handshake"), complaints),
  };
}

function readUrl(node: DocumentNode | undefined, complaints: Complaints): string | null {
  if (node === undefined) return null;
  const text = textOf(node) ?? "";
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.username === "" &&
    url.password === "" &&
    url.search === "" &&
    url.hash === ""
  )
    return text;
  complaints.refuse(
    node.place,
    `"${text}" is no base URL: write it as https://shop.perf.example.test, without user, query or fragment`,
  );
  return null;
}

/** `//host/x` would be another host, so the second character is none of the two slashes that URLs know. */
function readHandshake(node: DocumentNode | undefined, complaints: Complaints): string | null {
  if (node === undefined) return null;
  const text = textOf(node) ?? "";
  if (/^\/(?:[^/\\#\s\p{Cc}][^\\#\s\p{Cc}]*)?$/u.test(text)) return text;
  complaints.refuse(
    node.place,
    `"${text}" is no path on the environment's server: write it as /.well-known/perf-agent`,
  );
  return null;
}

function checkHost(text: string, place: Place, kind: string | undefined, complaints: Complaints): void {
  const bare = text.replace(/^\*\./, "").replace(/\.$/, "");
  const isAddress = bare === text && parseAddress(text.replace(/^\[(.*)\]$/, "$1")) !== null;
  const isNumber = /^(?:[\d.]+|0x[\da-f]+)$/i.test(bare);
  if (isAddress || (!isNumber && bare.length <= 253 && bare.split(".").every((label) => isLabel(label, kind)))) return;
  complaints.refuse(
    place,
    /[^\p{ASCII}]/u.test(text)
      ? `"${text}" is written with other letters than the name system has: write its xn-- form`
      : `"${text}" is no host: write a name without scheme and port, "*.example.com" or an address`,
  );
}

/** Names with an underscore exist in test networks; engines cannot be told to block them, so production has none. */
function isLabel(label: string, kind: string | undefined): boolean {
  return (
    label.length <= 63 && (kind === "production" ? /^[a-z\d](?:[a-z\d-]*[a-z\d])?$/i : /^\w(?:[\w-]*\w)?$/).test(label)
  );
}
