import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { NameResolver } from "../../ports/system.ts";

/** Asks the operating system, hosts file included, as the engine would. Addresses in code-unit order, each once. */
export function dnsResolver(): NameResolver {
  return {
    async resolve(host) {
      const bare = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
      if (isIP(bare) !== 0) return [bare];
      if (bare === "") return [];
      try {
        const found = await lookup(bare, { all: true, verbatim: true });
        return [...new Set(found.map(({ address }) => address))].toSorted();
      } catch {
        return [];
      }
    },
  };
}
