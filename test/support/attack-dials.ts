import { clientCertificate } from "./attack-certificate.ts";
import { onceThrough } from "./attack-engine.ts";
import { edited, honestPlan, type CommandOptions } from "./attack-stage.ts";

interface Place {
  /** "http://127.0.0.1:PORT" */
  readonly target: string;
  readonly port: number;
}

/** A script that dials what it may not. */
export interface DialAttack {
  readonly name: string;
  readonly script: (at: Place) => string;
  /** `blocked`: the engine told of a dial that the block refused. `nowhere`: the address or name leads nowhere. */
  readonly expects: "blocked" | "nowhere";
  /** False where the attack leads nowhere with every guard gone too; the others must arrive then, or they would prove nothing. */
  readonly reaches?: false;
  /** A name of production that leads to the allowed address, as one behind a shared load balancer would. */
  readonly leading?: string;
  readonly options?: CommandOptions;
  readonly plan?: string;
}

const certificate = clientCertificate();
const quick = '{ timeout: "2s" }';
const get = (host: string) => (at: Place) =>
  onceThrough(`http.get("http://${host.replaceAll("{port}", String(at.port))}/", ${quick});`);
const toPerf = edited(honestPlan, "environment: local", "environment: perf");

/** A server of production behind a redirect of the target: the script follows as far as it is led. */
const led = (location: string) => (at: Place) =>
  onceThrough(
    `http.get("${at.target}/redirect?to=" + encodeURIComponent("${location.replaceAll("{port}", String(at.port))}"), { timeout: "2s", redirects: 10 });`,
  );

export const dialAttacks: readonly DialAttack[] = [
  { name: "an address", script: get("127.0.0.2:{port}"), expects: "blocked" },
  { name: "the other address of production", script: get("127.0.0.3:{port}"), expects: "blocked" },
  { name: "an address that no policy knows", script: get("127.0.0.9:{port}"), expects: "blocked" },
  { name: "IPv6", script: get("[::1]:{port}"), expects: "blocked" },
  { name: "a mapped address", script: get("[::ffff:127.0.0.2]:{port}"), expects: "blocked" },
  { name: "a mapped address in hexadecimal", script: get("[::ffff:7f00:2]:{port}"), expects: "blocked" },
  { name: "a mapped allowed address", script: get("[::ffff:127.0.0.9]:{port}"), expects: "blocked" },
  { name: "the unspecified address", script: get("0.0.0.0:{port}"), expects: "blocked", reaches: false },
  { name: "the unspecified IPv6 address", script: get("[::]:{port}"), expects: "blocked" },
  { name: "a user before the address", script: get("127.0.0.1@127.0.0.2:{port}"), expects: "blocked" },
  {
    name: "a user and a password before the address",
    script: get("127.0.0.1:80@127.0.0.2:{port}"),
    expects: "blocked",
  },
  { name: "a decimal address", script: get("2130706434:{port}"), expects: "nowhere", reaches: false },
  { name: "a hexadecimal address", script: get("0x7f000002:{port}"), expects: "nowhere", reaches: false },
  { name: "an octal address", script: get("0177.0.0.02:{port}"), expects: "nowhere", reaches: false },
  { name: "a short address", script: get("127.2:{port}"), expects: "nowhere", reaches: false },
  {
    name: "HTTPS",
    script: (at) => onceThrough(`http.get("https://127.0.0.2:${at.port}/", ${quick});`),
    expects: "blocked",
  },
  {
    name: "a batch",
    script: (at) =>
      onceThrough(`http.batch(["http://127.0.0.2:${at.port}/", ["POST", "http://127.0.0.3:${at.port}/", "x"]]);`),
    expects: "blocked",
  },
  {
    name: "an asynchronous request",
    script: (at) => onceThrough(`await http.asyncRequest("PUT", "http://127.0.0.2:${at.port}/", "x", ${quick});`),
    expects: "blocked",
  },
  { name: "a redirect to an address", script: led("http://127.0.0.2:{port}/"), expects: "blocked" },
  { name: "a redirect to IPv6", script: led("http://[::1]:{port}/"), expects: "blocked" },
  { name: "a redirect without a scheme", script: led("//127.0.0.3:{port}/"), expects: "blocked" },
  { name: "a redirect with a user", script: led("http://127.0.0.1@127.0.0.2:{port}/"), expects: "blocked" },
  {
    name: "a redirect that keeps method and body",
    script: (at) =>
      onceThrough(
        `http.post("${at.target}/redirect?status=307&to=" + encodeURIComponent("http://127.0.0.2:${at.port}/"), "body", { timeout: "2s", redirects: 10 });`,
      ),
    expects: "blocked",
  },
  {
    name: "setup",
    script: (at) =>
      onceThrough(
        "",
        `export function setup() { for (let i = 0; i < 20; i++) http.get("http://127.0.0.2:${at.port}/", ${quick}); }`,
      ),
    expects: "blocked",
  },
  {
    name: "teardown",
    script: (at) =>
      onceThrough(
        "",
        `export function teardown() { for (let i = 0; i < 20; i++) http.get("http://127.0.0.2:${at.port}/", ${quick}); }`,
      ),
    expects: "blocked",
  },
  {
    name: "a script that empties the block",
    script: (at) =>
      edited(
        get("127.0.0.2:{port}")(at),
        "{ scenarios:",
        '{ blacklistIPs: [], blockHostnames: [], dns: { ttl: "0", select: "random", policy: "any" }, scenarios:',
      ),
    expects: "blocked",
  },
  {
    name: "a source address of production",
    script: (at) => edited(get("127.0.0.3:{port}")(at), "{ scenarios:", '{ localIPs: "127.0.0.2", scenarios:'),
    expects: "blocked",
  },
  {
    name: "HTTPS that nobody checks",
    script: (at) =>
      edited(
        onceThrough(`http.get("https://127.0.0.2:${at.port}/", ${quick});`),
        "{ scenarios:",
        "{ insecureSkipTLSVerify: true, scenarios:",
      ),
    expects: "blocked",
  },
  ...(certificate === null
    ? []
    : [
        {
          name: "client certificates",
          script: (at: Place) =>
            edited(
              onceThrough(`http.get("https://127.0.0.2:${at.port}/", ${quick});`),
              "{ scenarios:",
              `{ tlsAuth: [{ domains: ["127.0.0.2"], cert: ${JSON.stringify(certificate.certificate)}, key: ${JSON.stringify(certificate.key)} }], scenarios:`,
            ),
          expects: "blocked" as const,
        },
      ]),
  {
    name: "a WebSocket",
    script: (at) =>
      onceThrough(
        `await new Promise((done) => { const s = new WebSocket("ws://127.0.0.2:${at.port}/"); s.onerror = () => done(0); s.onopen = () => done(1); setTimeout(() => done(2), 1500); });`,
        'import { WebSocket } from "k6/websockets";',
      ),
    expects: "nowhere",
  },
  {
    name: "the older WebSocket",
    script: (at) =>
      onceThrough(
        `try { ws.connect("ws://127.0.0.3:${at.port}/", {}, (s) => s.close()); } catch (_) {}`,
        'import ws from "k6/ws";',
      ),
    expects: "nowhere",
  },
  {
    name: "gRPC to an address",
    script: (at) =>
      onceThrough(
        `const c = new grpc.Client(); try { c.connect("127.0.0.2:${at.port}", { plaintext: true, timeout: "1s" }); } catch (_) {}`,
        'import grpc from "k6/net/grpc";',
      ),
    expects: "nowhere",
  },
  {
    name: "gRPC with reflection",
    script: (at) =>
      onceThrough(
        `const c = new grpc.Client(); try { c.connect("127.0.0.2:${at.port}", { plaintext: true, reflect: true, timeout: "1s" }); } catch (_) {}`,
        'import grpc from "k6/net/grpc";',
      ),
    expects: "nowhere",
  },
  {
    name: "gRPC to a Unix socket",
    script: () =>
      onceThrough(
        `const c = new grpc.Client(); try { c.connect("unix:///var/run/docker.sock", { plaintext: true, timeout: "1s" }); } catch (_) {}`,
        'import grpc from "k6/net/grpc";',
      ),
    expects: "nowhere",
    reaches: false,
  },
  {
    name: "HTTP over a Unix socket",
    script: () => onceThrough(`http.get("http+unix://%2Fvar%2Frun%2Fdocker.sock/info", ${quick});`),
    expects: "nowhere",
    reaches: false,
  },
  {
    name: "a name of production that leads to the allowed address",
    leading: "shop.example.com",
    script: (at) => onceThrough(`http.get("${at.target.replace("127.0.0.1", "shop.example.com")}/", ${quick});`),
    expects: "blocked",
  },
  {
    name: "a name of production in capitals, at the allowed address",
    leading: "SHOP.example.COM",
    script: (at) => onceThrough(`http.get("${at.target.replace("127.0.0.1", "SHOP.example.COM")}/", ${quick});`),
    expects: "blocked",
  },
  {
    name: "a name below production's wildcard, at the allowed address",
    leading: "eu.shop.example.com",
    script: (at) => onceThrough(`http.get("${at.target.replace("127.0.0.1", "eu.shop.example.com")}/", ${quick});`),
    expects: "blocked",
  },
  {
    name: "a name that was pinned, and leads to production now",
    plan: toPerf,
    script: (at) => onceThrough(`http.get("http://shop.perf.test:${at.port}/", ${quick});`),
    expects: "nowhere",
  },
  {
    name: "an abort of the script behind its dial",
    script: (at) =>
      onceThrough(
        `http.get("http://127.0.0.2:${at.port}/", ${quick}); exec.test.abort("done");`,
        'import exec from "k6/execution";',
      ),
    expects: "blocked",
  },
];
