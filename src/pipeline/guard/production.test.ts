import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { environment, policy } from "../../../test/support/guard-inputs.ts";
import { hostMatches } from "../../contract/host-name.ts";
import { parseAddress } from "../../contract/ip-address.ts";
import { readProduction, whyProduction } from "./production.ts";
import { resolvedHosts } from "./resolved-hosts.ts";

const label = fc.constantFrom("a", "b", "shop", "SHOP");
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));
const pattern = fc.tuple(fc.boolean(), name).map(([wild, rest]) => (wild ? `*.${rest}` : rest));

describe("what is production", () => {
  it("is every host that one of its patterns matches, asked one by one", () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 5 }), name, (hosts, host) => {
        const environments = [
          environment("prod", { kind: "production", hosts }),
          environment("perf", { hosts: ["a"] }),
        ];
        const production = readProduction(policy({ environments }), resolvedHosts({}));
        expect(production.nameOf(host) !== null).toBe(hosts.some((one) => hostMatches(one, host)));
      }),
      { numRuns: 500 },
    );
  });

  it("is told with the environment and the pattern that say so", () => {
    const environments = [
      environment("one", { kind: "production", hosts: ["*.shop.test"], ranges: ["10.0.0.0/8"] }),
      environment("two", { kind: "production", hosts: ["Pay.test."] }),
    ];
    const production = readProduction(policy({ environments }), resolvedHosts({ "PAY.test": ["192.0.2.1"] }));
    const why = (host: string, ...texts: string[]): string | null =>
      whyProduction({ host, addresses: texts.flatMap((text) => parseAddress(text) ?? []) }, production);
    expect(why("a.b.shop.test")).toBe('a.b.shop.test is a host of production environment "one" (*.shop.test)');
    expect(why("shop.test")).toBeNull();
    expect(why("x.test", "11.0.0.1", "10.1.1.1")).toBe(
      'x.test is 10.1.1.1, in range 10.0.0.0/8 of production environment "one"',
    );
    expect(why("x.test", "192.0.2.1")).toBe(
      'x.test is 192.0.2.1, which is also Pay.test. of production environment "two"',
    );
    expect(production.names).toEqual(["*.shop.test", "pay.test"]);
    expect(production.unresolved).toEqual([]);
  });
});
