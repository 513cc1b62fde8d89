import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collected, countsOf, errorsOf, seriesOf, totalOf } from "../../../test/support/collected.ts";

const fixture = new Uint8Array(
  readFileSync(new URL("../../../test/fixtures/jmeter/todo-service.jtl", import.meta.url)),
);

const header =
  "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect";
const start = 1_795_000_000_000;

interface Fields {
  readonly at?: number;
  readonly elapsed?: number | string;
  readonly label?: string;
  readonly code?: string;
  readonly message?: string;
  readonly thread?: string;
  readonly type?: string;
  readonly success?: string;
  readonly failure?: string;
  readonly latency?: number;
  readonly connect?: number;
}

function row(fields: Fields = {}): string {
  const {
    at = 0,
    elapsed = 100,
    label = "home",
    code = "200",
    message = "OK",
    thread = "shop 1-1",
    type = "text",
  } = fields;
  const { success = "true", failure = "", latency = 90, connect = 10 } = fields;
  return `${start + at},${elapsed},${label},${code},${message},${thread},${type},${success},${failure},500,50,3,7,http://t/,${latency},0,${connect}`;
}

const jtl = (...rows: readonly string[]): string => `${header}\n${rows.join("\n")}\n`;
const milliseconds = (text: string, measure: "latency" | "waiting" | "receiving" | "connecting"): number[] =>
  seriesOf(collected("jtl-csv", text).windows, measure).map(({ sum }) => sum);

describe("a recorded JTL", () => {
  const rows = parse<Record<string, string>>(new TextDecoder().decode(fixture), { columns: true });
  const { windows, summary } = collected("jtl-csv", fixture);

  it("has every sample, failure and byte", () => {
    const byLabel: Record<string, number> = {};
    for (const { label } of rows) byLabel[`Thread Group/${label}`] = (byLabel[`Thread Group/${label}`] ?? 0) + 1;
    expect(countsOf(windows, "latency")).toEqual(byLabel);
    const failures = rows.filter(({ success }) => success === "false");
    expect(Object.values(countsOf(windows, "failed-latency")).reduce((sum, count) => sum + count)).toBe(
      failures.length,
    );
    expect(totalOf(windows, "bytesReceived")).toBe(rows.reduce((sum, { bytes }) => sum + Number(bytes), 0));
    expect(summary).toMatchObject({ format: "jtl-csv", rows: rows.length, badRows: 0, truncated: false });
    expect(summary.firstAt).toBe(Math.min(...rows.map(({ timeStamp }) => Number(timeStamp))));
    expect(summary.lastAt).toBe(Math.max(...rows.map(({ timeStamp, elapsed }) => Number(timeStamp) + Number(elapsed))));
  });

  it("measures elapsed without connecting", () => {
    const latency = seriesOf(windows, "latency").reduce((sum, one) => sum + one.sum, 0);
    expect(latency).toBe(rows.reduce((sum, { elapsed, Connect }) => sum + Number(elapsed) - Number(Connect), 0));
  });

  it("tells the kinds of errors apart", () => {
    const kinds = new Set(windows.flatMap(({ errors }) => errors.map(({ kind, value }) => `${kind} ${value}`)));
    expect(kinds).toEqual(new Set(["status 403", "timeout java.net.SocketTimeoutException"]));
  });

  it("gives the same windows however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 6 }), (pieces) => {
        const cut = collected("jtl-csv", fixture, { pieces });
        expect(cut.windows).toEqual(windows);
        expect(cut.summary).toEqual(summary);
      }),
      { numRuns: 12, examples: [[[1]]] },
    );
  });
});

describe("the columns of a JTL", () => {
  it("become phases", () => {
    const text = jtl(row({ elapsed: 100, latency: 90, connect: 10 }));
    expect(milliseconds(text, "latency")).toEqual([90]);
    expect(milliseconds(text, "connecting")).toEqual([10]);
    expect(milliseconds(text, "waiting")).toEqual([80]);
    expect(milliseconds(text, "receiving")).toEqual([10]);
  });

  it("count a request without a first byte as waiting", () => {
    const text = jtl(row({ elapsed: 1000, latency: 0, connect: 10 }));
    expect(milliseconds(text, "waiting")).toEqual([990]);
    expect(milliseconds(text, "receiving")).toEqual([0]);
  });

  it("give end time, thread group and users", () => {
    const { windows } = collected(
      "jtl-csv",
      jtl(row({ at: 950, elapsed: 60, thread: "buy now 12-3" }), row({ thread: "odd" })),
    );
    expect(windows.map(({ at, vus }) => [at - start, vus])).toEqual([
      [0, 7],
      [1000, 7],
    ]);
    expect(countsOf(windows, "latency")).toEqual({ "odd/home": 1, "buy now/home": 1 });
  });

  it.each([
    ["tabs", (text: string) => text.replaceAll(",", "\t")],
    ["semicolons", (text: string) => text.replaceAll(",", ";")],
    ["a byte order mark and CRLF", (text: string) => `\uFEFF${text.replaceAll("\n", "\r\n")}`],
    ["no header", (text: string) => text.slice(text.indexOf("\n") + 1)],
    ["dates instead of milliseconds", (text: string) => text.replaceAll(String(start), "2026/11/18 11:06:40.000")],
  ])("may come with %s", (_, change) => {
    const { windows, summary } = collected("jtl-csv", change(jtl(row(), row())), { pieces: [400, 17] });
    expect(countsOf(windows, "latency")).toEqual({ "shop/home": 2 });
    expect(windows[0]?.at).toBe(start);
    expect(summary).toMatchObject({ rows: 2, badRows: 0 });
  });

  it("may hold quotes, delimiters and line breaks", () => {
    const message = '"expected ""a"",\nbut\r\n1,2,3 came"';
    const text = jtl(row({ success: "false", failure: message, label: '"a, ""b"""' }), row());
    const { windows, summary } = collected("jtl-csv", text, { pieces: [11] });
    expect(countsOf(windows, "latency")).toEqual({ 'shop/a, "b"': 1, "shop/home": 1 });
    expect(errorsOf(windows)).toEqual({ 'a, "b" expectation expected "a",\nbut\r\n1,2,3 came': 1 });
    expect(summary).toMatchObject({ rows: 2, badRows: 0 });
  });
});

describe("rows that would count time twice", () => {
  it("of transaction controllers are left out", () => {
    const message = '"Number of samples in transaction : 2, number of failing samples : 0"';
    const text = jtl(row(), row({ label: "checkout", type: "", message }));
    expect(countsOf(collected("jtl-csv", text).windows, "latency")).toEqual({ "shop/home": 1 });
  });

  it("of sub-results are left out, equal names of others are not", () => {
    const text = jtl(
      row({ at: 0, elapsed: 100 }),
      row({ at: 0, elapsed: 40, label: "home-0" }),
      row({ at: 40, elapsed: 60, label: "home-1" }),
      row({ at: 0, elapsed: 40, label: "home-0", thread: "shop 1-2" }),
      row({ at: 500, elapsed: 40, label: "home-1" }),
    );
    for (const pieces of [[1], [100], [10_000]]) {
      expect(countsOf(collected("jtl-csv", text, { pieces }).windows, "latency")).toEqual({
        "shop/home": 1,
        "shop/home-0": 1,
        "shop/home-1": 1,
      });
    }
  });
});

describe("failures of JMeter", () => {
  it.each([
    ["503", "", "status 503"],
    ["503", "assertion too", "status 503"],
    ["200", "Test failed: text expected", "expectation Test failed: text expected"],
    ["302", "", "status 302"],
    ["Non HTTP response code: java.net.ConnectException", "", "connection java.net.ConnectException"],
    ["Non HTTP response code: java.net.UnknownHostException", "", "connection java.net.UnknownHostException"],
    [
      "Non HTTP response code: org.apache.http.conn.ConnectTimeoutException",
      "",
      "timeout org.apache.http.conn.ConnectTimeoutException",
    ],
    ["Non HTTP response code: javax.net.ssl.SSLHandshakeException", "", "tls javax.net.ssl.SSLHandshakeException"],
    [
      "Non HTTP response code: java.security.AccessControlException",
      "",
      "blocked java.security.AccessControlException",
    ],
    ["Non HTTP response code: java.net.URISyntaxException", "", "other java.net.URISyntaxException"],
    ["", "", "other failed without a response code"],
  ])("%s %s", (code, failure, expected) => {
    const { windows } = collected("jtl-csv", jtl(row({ code, failure, success: "false" })));
    expect(errorsOf(windows)).toEqual({ [`home ${expected}`]: 1 });
    expect(countsOf(windows, "failed-latency")).toEqual({ "shop/home": 1 });
  });
});

describe("a JTL in XML", () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<!-- a > b -->
<testResults version="1.2">
<httpSample t="100" it="0" lt="90" ct="10" ts="${start}" s="true" lb="a &lt;&quot;b&quot; &#x2603;" rc="200" rm="OK" tn="shop 1-1" dt="text" by="500" sby="50" ng="3" na="7">
  <httpSample t="40" lt="30" ct="10" ts="${start}" s="true" lb="sub" rc="302" rm="" tn="shop 1-1" by="1" na="7"/>
  <responseData class="java.lang.String">&lt;httpSample t=&quot;9&quot;/&gt; ></responseData>
</httpSample>
<sample t="300" it="0" lt="0" ct="0" ts="${start}" s="false" lb="checkout" rc="" rm="Number of samples in transaction : 1, number of failing samples : 1" tn="shop 1-1" dt="" by="0" ng="3" na="7">
  <httpSample t='200' lt='150' ct='0' ts='${start}' s='false' lb='pay' rc='200' rm='OK' tn='shop 1-1' dt='text' by='10' sby='5' ng='3' na='9'>
    <assertionResult><name>Response > Assertion</name><failure>true</failure><failureMessage>no &quot;token&quot;
in it</failureMessage></assertionResult>
  </httpSample>
</sample>
<sample t="5" ts="${start}" s="true" lb="jdbc" rc="200" rm="OK" tn="shop 1-1" by="3" na="1"/>
<httpSample t="x" ts="${start}" s="true" lb="bad" tn="shop 1-1"/>
</testResults>
`;

  it("counts samples, not sub-results or transactions", () => {
    const { windows, summary } = collected("jtl-xml", xml);
    expect(countsOf(windows, "latency")).toEqual({ 'shop/a <"b" ☃': 1, "shop/pay": 1, "shop/jdbc": 1 });
    expect(errorsOf(windows)).toEqual({ 'pay expectation no "token"\nin it': 1 });
    expect(windows[0]?.vus).toBe(9);
    expect(summary).toMatchObject({ format: "jtl-xml", rows: 3, badRows: 1, truncated: false });
  });

  it("gives the same windows however the bytes are cut", () => {
    const whole = collected("jtl-xml", xml);
    for (const pieces of [[1], [2], [7, 3], [100]]) {
      expect(collected("jtl-xml", xml, { pieces })).toEqual(whole);
    }
  });

  it("gives the windows of the same samples in CSV", () => {
    const rows = [row({ label: "a" }), row({ label: "b", at: 700, elapsed: 800, code: "500", success: "false" })];
    const samples = rows.map((text) => {
      const [ts, t, lb, rc, rm, tn, dt, s, , by, sby, ng, na, , lt, , ct] = text.split(",");
      return `<httpSample t="${t}" lt="${lt}" ct="${ct}" ts="${ts}" s="${s}" lb="${lb}" rc="${rc}" rm="${rm}" tn="${tn}" dt="${dt}" by="${by}" sby="${sby}" ng="${ng}" na="${na}"/>`;
    });
    const fromXml = collected("jtl-xml", `<testResults version="1.2">\n${samples.join("\n")}\n</testResults>\n`);
    expect(fromXml.windows).toEqual(collected("jtl-csv", jtl(...rows)).windows);
  });
});
