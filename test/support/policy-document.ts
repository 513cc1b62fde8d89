import * as fc from "fast-check";

/** Something of the form of a public key. */
export function publicKey(letter: string): string {
  return `ed25519:MCowBQYDK2VwAyEA${letter.repeat(43)}=`;
}

const hosts = [
  "a.perf.test",
  "b.perf.test",
  "*.perf.test",
  "*.a.perf.test",
  "x.a.perf.test",
  "localhost",
  "127.0.0.1",
  "shop.test",
];
const ranges = ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "192.0.2.0/24", "127.0.0.0/8", "2001:db8::/32"];
const environmentNames = ["one", "two", "local"];
const percent = fc.integer({ min: 1, max: 99 }).map((value) => `${String(value)}%`);
const fuse = fc
  .tuple(percent, fc.integer({ min: 1, max: 60 }))
  .map(([share, every]) => `${share} in every ${String(every)}s`);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const environmentOf = fc.record({
  kind: fc.constantFrom("local", "staging", "perf", "production"),
  hosts: fc.uniqueArray(fc.constantFrom(...hosts), { minLength: 1, maxLength: 4 }),
  ranges: maybe(fc.uniqueArray(fc.constantFrom(...ranges), { maxLength: 3 })),
  handshake: maybe(fc.constantFrom("/a", "/b")),
});
/** Policy documents over few names, so that layers speak of the same things. What is undefined is not said. */
export const policyDocument = fc.record({
  limits: fc.record({
    vus: maybe(fc.integer({ min: 0, max: 2000 })),
    rate: maybe(fc.integer({ min: 1, max: 90 }).map((rate) => `${String(rate)}/s`)),
    requests: maybe(fc.integer({ min: 0, max: 90 })),
    writes: maybe(fc.integer({ min: 0, max: 90 })),
    connections: maybe(fc.integer({ min: 1, max: 90 })),
    duration: maybe(fc.integer({ min: 1, max: 50 }).map((minutes) => `${String(minutes)}m`)),
  }),
  environments: fc.dictionary(fc.constantFrom(...environmentNames), environmentOf, { maxKeys: 3 }),
  cost: fc.record({
    perVuHour: maybe(fc.integer({ min: 0, max: 9 })),
    perMachineHour: maybe(fc.integer({ min: 0, max: 9 })),
    perCloudVuHour: maybe(fc.integer({ min: 0, max: 9 })),
    perRun: maybe(fc.integer({ min: 0, max: 9 })),
    alertAt: maybe(percent),
    models: maybe(fc.integer({ min: 0, max: 9 })),
  }),
  stop: fc.record({ errors: maybe(fuse), connectionFailures: maybe(fuse) }),
  review: fc.record({
    selfApprove: maybe(fc.uniqueArray(fc.constantFrom(...environmentNames))),
    approvals: fc.dictionary(fc.constantFrom(...environmentNames), fc.integer({ min: 0, max: 3 })),
    keys: maybe(
      fc
        .uniqueArray(fc.tuple(fc.constantFrom("ana", "eva"), fc.constantFrom("a", "b", "c")), {
          selector: ([name]) => name,
          comparator: (one, other) => one === other,
        })
        .filter((pairs) => new Set(pairs.map(([, letter]) => letter)).size === pairs.length)
        .map((pairs) => Object.fromEntries(pairs.map(([name, letter]) => [name, publicKey(letter)]))),
    ),
    expire: maybe(fc.integer({ min: 1, max: 60 }).map((days) => `${String(days)}d`)),
  }),
  retry: fc.record({ reducedTo: maybe(fc.oneof(percent, fc.constant("never"))) }),
  busy: maybe(
    fc.oneof(
      fc.constantFrom("refuse", "queue"),
      fc.integer({ min: 0, max: 50 }).map((m) => `queue ${String(m)}m`),
    ),
  ),
  data: fc.record({
    personal: maybe(fc.constantFrom("warn", "refuse")),
    production: maybe(fc.constantFrom("warn", "refuse")),
  }),
  secrets: maybe(fc.uniqueArray(fc.constantFrom("SHOP_PASSWORD", "SHOP_KEY", "OTHER"))),
});

export type PolicyDocument = typeof policyDocument extends fc.Arbitrary<infer T> ? T : never;
