import { describe, expect, it } from "vitest";
import { edited, honestPlan, type Stage } from "../../support/attack-stage.ts";
import { attackOf, refusedInTime, type RefusedAttack } from "../../support/attack-table.ts";

const toPerf = { "plan.yaml": edited(honestPlan, "environment: local", "environment: perf") };

/** The plan of the perf environment while its name leads elsewhere. */
function resolving(name: string, addresses: readonly string[], more: RefusedAttack["expects"]): RefusedAttack {
  return { name, files: toPerf, options: { names: { "shop.perf.test": addresses } }, expects: more };
}

/** A base URL from the command line; `{port}` is production's. */
function baseUrl(name: string, url: string, expects: RefusedAttack["expects"]): RefusedAttack {
  return {
    name,
    args: ({ production }) => ["run", "plan.yaml", "--base-url", url.replaceAll("{port}", String(production.port))],
    expects,
  };
}

/** A project's policy whose environment `local` has another base URL. */
function projectUrl(name: string, url: string, expects: RefusedAttack["expects"]): RefusedAttack {
  return {
    name,
    files: ({ production }: Stage) => ({
      "perf-agent.yaml": `apiVersion: perf-agent/v1\nkind: Policy\nenvironments:\n  other: { kind: perf, baseUrl: ${JSON.stringify(
        url.replaceAll("{port}", String(production.port)),
      )} }\n`,
      "plan.yaml": edited(honestPlan, "environment: local", "environment: other"),
    }),
    expects,
  };
}

const anyRefusal = ["PA_GUARD_PRODUCTION", "PA_GUARD_HOST", "PA_USAGE", "PA_PLAN_INVALID_VALUE"] as const;

const addresses: readonly RefusedAttack[] = [
  baseUrl("an address of production", "http://127.0.0.2:{port}", "PA_GUARD_PRODUCTION"),
  baseUrl("a loopback address that no policy knows", "http://127.0.0.9:{port}", "PA_GUARD_HOST"),
  baseUrl("a decimal address", "http://2130706434:{port}", anyRefusal),
  baseUrl("a hexadecimal address", "http://0x7f000002:{port}", anyRefusal),
  baseUrl("an octal address", "http://017700000002:{port}", anyRefusal),
  baseUrl("an octal quad", "http://0177.0.0.02:{port}", anyRefusal),
  baseUrl("a short address", "http://127.2:{port}", anyRefusal),
  baseUrl("a mixed address", "http://0x7f.0.2:{port}", anyRefusal),
  baseUrl("the allowed address as a decimal", "http://2130706433:{port}", anyRefusal),
  baseUrl("an IPv4-mapped address", "http://[::ffff:127.0.0.2]:{port}", "PA_GUARD_PRODUCTION"),
  baseUrl("an IPv4-mapped address in hexadecimal", "http://[::ffff:7f00:2]:{port}", "PA_GUARD_PRODUCTION"),
  baseUrl("an IPv4-mapped address in full", "http://[0:0:0:0:0:ffff:7f00:0002]:{port}", "PA_GUARD_PRODUCTION"),
  baseUrl("the IPv6 loopback of production", "http://[::1]:{port}", "PA_GUARD_PRODUCTION"),
  baseUrl("an IPv4-compatible address", "http://[::127.0.0.2]:{port}", anyRefusal),
  baseUrl("a NAT64 address", "http://[64:ff9b::7f00:2]:{port}", anyRefusal),
  baseUrl("a 6to4 address", "http://[2002:7f00:2::]:{port}", anyRefusal),
  baseUrl("an address with a zone", "http://[fe80::1%25lo]:{port}", anyRefusal),
  baseUrl("the unspecified address", "http://0.0.0.0:{port}", anyRefusal),
  baseUrl("the unspecified IPv6 address", "http://[::]:{port}", anyRefusal),
  baseUrl("a name before an at sign", "http://127.0.0.1@127.0.0.2:{port}", anyRefusal),
  baseUrl("a user and a password", "http://127.0.0.1:8080@127.0.0.2:{port}", anyRefusal),
  baseUrl("a backslash before the host", "http://127.0.0.1\\@127.0.0.2:{port}", anyRefusal),
  baseUrl("a fragment before the host", "http://127.0.0.1:80#@127.0.0.2:{port}", anyRefusal),
  baseUrl("an escaped address", "http://%31%32%37.0.0.2:{port}", anyRefusal),
  baseUrl("full-width digits", "http://１２７.０.０.２:{port}", anyRefusal),
  baseUrl("ideographic full stops", "http://127。0。0。2:{port}", anyRefusal),
  baseUrl("a line break in the host", "http://127.0.0.1\n127.0.0.2:{port}", anyRefusal),
  baseUrl("a tab in the scheme", "ht\ttp://127.0.0.2:{port}", anyRefusal),
];

const names: readonly RefusedAttack[] = [
  projectUrl("a name of production", "http://shop.example.com:{port}", "PA_GUARD_PRODUCTION"),
  projectUrl("a name of production in capitals", "http://SHOP.Example.COM:{port}", "PA_GUARD_PRODUCTION"),
  projectUrl("a name of production with a trailing dot", "http://shop.example.com.:{port}", "PA_GUARD_PRODUCTION"),
  projectUrl("a name below a wildcard", "http://eu.api.shop.example.com:{port}", "PA_GUARD_PRODUCTION"),
  projectUrl("a name below a wildcard, dotted", "http://a.shop.example.com.:{port}", "PA_GUARD_PRODUCTION"),
  projectUrl("a name of production in full-width letters", "http://ｓhop.example.com:{port}", "PA_GUARD_PRODUCTION"),
  projectUrl("a look-alike with a Cyrillic letter", "http://ѕhop.example.com:{port}", [
    "PA_GUARD_UNTRUSTED",
    "PA_POLICY_INVALID",
  ]),
  projectUrl("an address of production in a project's environment", "http://127.0.0.3:{port}", "PA_GUARD_PRODUCTION"),
  projectUrl("a file", "file:///etc/passwd", "PA_POLICY_INVALID"),
  projectUrl("FTP", "ftp://127.0.0.2:{port}/", "PA_POLICY_INVALID"),
  projectUrl("a Unix socket", "unix:///var/run/docker.sock", "PA_POLICY_INVALID"),
  projectUrl("HTTP over a Unix socket", "http+unix://%2Fvar%2Frun%2Fdocker.sock/", "PA_POLICY_INVALID"),
  projectUrl("gopher", "gopher://127.0.0.2:{port}/", "PA_POLICY_INVALID"),
  projectUrl("a data URL", "data:text/plain,x", "PA_POLICY_INVALID"),
  projectUrl("no scheme", "//127.0.0.2:{port}", "PA_POLICY_INVALID"),
  projectUrl("userinfo in a policy", "http://127.0.0.1@127.0.0.2:{port}", "PA_POLICY_INVALID"),
  resolving("a name that leads to production", ["127.0.0.2"], "PA_GUARD_PRODUCTION"),
  resolving("a name that leads to production too", ["127.0.0.1", "127.0.0.3"], "PA_GUARD_PRODUCTION"),
  resolving("a name whose IPv6 address is production's", ["127.0.0.1", "::1"], "PA_GUARD_PRODUCTION"),
  resolving("a name that leads to a mapped address", ["::ffff:127.0.0.2"], "PA_GUARD_PRODUCTION"),
  resolving("a name that leads out of its range", ["127.0.0.9"], "PA_GUARD_ADDRESS"),
  resolving("a name that leads nowhere", [], "PA_TARGET_UNREACHABLE"),
  resolving(
    "a name that answers rubbish",
    ["127.0.0.2 ", "not an address"],
    ["PA_TARGET_UNREACHABLE", "PA_GUARD_PRODUCTION", "PA_GUARD_ADDRESS"],
  ),
  {
    name: "a name that shares its address with production",
    files: toPerf,
    options: { names: { "shop.perf.test": ["127.0.0.1"], "prod.test": ["127.0.0.1"] } },
    expects: "PA_GUARD_PRODUCTION",
  },
  {
    name: "an address that a production name has",
    options: { names: { "prod.test": ["127.0.0.1"] } },
    expects: "PA_GUARD_PRODUCTION",
  },
];

const switches: readonly RefusedAttack[] = [
  {
    name: "production as the plan's environment",
    files: { "plan.yaml": edited(honestPlan, "environment: local", "environment: prod") },
    expects: ["PA_GUARD_PRODUCTION", "PA_PLAN_INVALID_VALUE", "PA_PLAN_MISSING_FIELD"],
  },
  {
    name: "production by --env",
    args: ["run", "plan.yaml", "--env", "prod"],
    expects: ["PA_GUARD_PRODUCTION", "PA_PLAN_INVALID_VALUE", "PA_PLAN_MISSING_FIELD"],
  },
  {
    name: "production by --override",
    args: ["run", "plan.yaml", "--override", "target.environment=prod"],
    expects: ["PA_GUARD_PRODUCTION", "PA_PLAN_INVALID_VALUE", "PA_PLAN_MISSING_FIELD"],
  },
  {
    name: "a base URL in the plan",
    files: ({ production }) => ({
      "plan.yaml": edited(
        honestPlan,
        "environment: local",
        `environment: local, baseUrl: "http://127.0.0.2:${production.port}"`,
      ),
    }),
    expects: ["PA_PLAN_UNKNOWN_FIELD", "PA_GUARD_PRODUCTION"],
  },
  {
    name: "a base URL beside an environment that is not local",
    files: toPerf,
    args: ({ production }) => ["run", "plan.yaml", "--base-url", `http://127.0.0.2:${production.port}`],
    expects: "PA_USAGE",
  },
  {
    name: "a base URL of production to try a plan",
    args: ({ production }) => ["try", "plan.yaml", "--base-url", `http://127.0.0.2:${production.port}`],
    expects: "PA_GUARD_PRODUCTION",
  },
  {
    name: "an endpoint at a host that nobody declared",
    files: { "plan.yaml": edited(honestPlan, "path: /home", "path: /home, at: cdn") },
    expects: ["PA_PLAN_UNKNOWN_NAME"],
  },
  ...[
    "@127.0.0.2:{port}/",
    ".evil.test/",
    "http://127.0.0.2:{port}/",
    "\\\\@127.0.0.2:{port}/",
    ":1@127.0.0.2:{port}/",
  ].map((path): RefusedAttack => ({
    name: `a path that would change the host: ${path}`,
    files: ({ production }) => ({
      "plan.yaml": edited(
        honestPlan,
        "path: /home",
        `path: ${JSON.stringify(path.replaceAll("{port}", String(production.port)))}`,
      ),
    }),
    expects: "PA_PLAN_INVALID_VALUE",
  })),
];

const hostHeaders: readonly RefusedAttack[] = [
  ["a Host header of production", "{ host: shop.example.com }"],
  ["a Host header in capitals, with port and dot", '{ HOST: "Shop.Example.com.:443" }'],
  ["a Host header below a wildcard", "{ Host: eu.shop.example.com }"],
  ["a forwarded host of production", "{ x-forwarded-host: shop.example.com }"],
  ["a forwarded host among others", '{ X-Forwarded-Host: "a.test, prod.test" }'],
  ["a Forwarded header of production", '{ forwarded: "for=1.2.3.4;host=shop.example.com" }'],
  ["a Host header that is filled in later", '{ host: "{run.id}.example.com" }'],
].flatMap(([name = "", headers = ""]): RefusedAttack[] => [
  {
    name,
    files: { "plan.yaml": edited(honestPlan, "path: /home", `path: /home, headers: ${headers}`) },
    expects: ["PA_GUARD_PRODUCTION", "PA_GUARD_HOST"],
  },
]);

describe("targets that the guard refuses", () => {
  it.concurrent.each([...addresses, ...names, ...switches])("$name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
  it.concurrent.each([
    ...hostHeaders,
    {
      name: "a Host header of production in the defaults",
      files: { "plan.yaml": `${honestPlan}defaults: { headers: { host: prod.test } }\n` },
      expects: "PA_GUARD_PRODUCTION",
    } satisfies RefusedAttack,
  ])("$name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
});
