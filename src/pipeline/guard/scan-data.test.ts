import { assert, array, constantFrom, integer, oneof, property, record, string, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { environment, policy as anyPolicy } from "../../../test/support/guard-inputs.ts";
import type { DataRows } from "../../contract/test-plan.ts";
import { scanData } from "./scan-data.ts";

type Value = DataRows["rows"][number][number];

const staging = environment("staging", { hosts: ["perf.acme-shop.io", "*.dev.acme-shop.io"] });
const policy = {
  environments: [...anyPolicy().environments, staging],
  data: { personal: "warn", production: "refuse" } as const,
};
// With check digits that are right, and none of them published as an example.
const real = {
  email: "ana.lopez@acme-mail.io",
  phone: "+49 170 1234567",
  card: "4539578763621486",
  iban: "DE79100100101234567891",
  dni: "28466903X",
  hetu: "010190-123M",
  cpf: "390.533.447-05",
  nir: "185057800608491",
};

function rows(...values: Value[]): DataRows {
  return rowsOf(values);
}

function rowsOf(values: readonly Value[]): DataRows {
  return { dataSet: "users", columns: ["name", "value"], rows: values.map((value) => ["someone", value]) };
}

function scan(
  data: DataRows[],
  uploads: Record<string, Uint8Array> = {},
  rules: Partial<typeof policy> = {},
): string[] {
  return scanData({ data, sets: [{ path: "data/users.csv" }], uploads, policy: { ...policy, ...rules } }).map(
    (reason) => `${reason.outcome} ${String(reason.code)} ${reason.text}`,
  );
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

describe("what looks like real personal data", () => {
  it.each<[string, Value, string]>([
    ["an address", real.email, "e-mail addresses"],
    ["an address in a sentence", `write to <${real.email}>, please`, "e-mail addresses"],
    ["an address that only begins as a reserved one", "a@example.com.acme.io", "e-mail addresses"],
    ["an address that only ends as a reserved one", "a@myexample.com", "e-mail addresses"],
    ["a number", real.phone, "telephone numbers"],
    ["a number without separators", "+4917012345678", "telephone numbers"],
    ["a number in brackets", "+1 (415) 555-2671", "telephone numbers"],
    ["a card", real.card, "payment card numbers"],
    ["a card in groups", "4539 5787 6362 1486", "payment card numbers"],
    ["a card with dashes", "4539-5787-6362-1486", "payment card numbers"],
    ["a card as a number", 4539578763621486, "payment card numbers"],
    ["an account", real.iban, "bank account numbers (IBAN)"],
    ["an account in groups", "DE79 1001 0010 1234 5678 91", "bank account numbers (IBAN)"],
    ["an account before words", "DE79 1001 0010 1234 5678 91 BIC PBNKDEFF", "bank account numbers (IBAN)"],
    ["a Spanish identity", real.dni, "national identity numbers of Spain (DNI, NIE)"],
    ["a Spanish identity of a foreigner", "Y2345678Z", "national identity numbers of Spain (DNI, NIE)"],
    ["a Finnish identity", real.hetu, "national identity numbers of Finland (HETU)"],
    ["a Brazilian identity", real.cpf, "national identity numbers of Brazil (CPF)"],
    ["a French identity", real.nir, "national identity numbers of France (NIR)"],
  ])("is found: %s", (_, value, kind) => {
    expect(scan([rows("fine", value)])).toEqual([
      `warn null data set "users", column value: 1 row holds what looks like real ${kind}, the first is row 2`,
    ]);
  });

  it.each<[string, Value]>([
    ["names alone", "Ana López"],
    ["reserved names (RFC 2606)", "a@example.com b@x.example.org c@shop.test d@a.example e@b.invalid f@localhost"],
    ["mailboxes of test environments", "a@perf.acme-shop.io, b@mail.perf.acme-shop.io, c@x.dev.acme-shop.io"],
    ["the user of a URL", "http://user@elsewhere.io/x"],
    ["fictional numbers of North America", "+1 212 555 0123"],
    ["fictional numbers of the United Kingdom", "+44 7700 900123, +44 20 7946 0991"],
    ["fictional numbers of Germany", "+49 30 23125 042"],
    ["fictional numbers of France", "+33 6 39 98 12 34"],
    ["fictional numbers of Australia", "+61 491 570 156"],
    ["too many digits for a telephone", "+12345678901234567"],
    ["published test cards", "4242 4242 4242 4242, 378282246310005, 5555555555554444, 4000002500003155"],
    ["a card whose check digit is wrong", "4539578763621487"],
    ["digits that no brand has", "1234567890123452"],
    ["a longer number", "45395787636214861234567890"],
    ["a fraction", "0.4539578763621486"],
    ["a time", 1795341600000],
    ["published accounts", "DE89 3704 0044 0532 0130 00, GB29NWBK60161331926819"],
    ["an account whose check digits are wrong", "DE37100100101234567891"],
    ["an account of a country that has none", "US36100100101234567891"],
    ["printed specimens", "12345678Z 131052-308T 123.456.789-09 255081416802538"],
    ["identities of nobody", "010190-900P"],
    ["repeated digits", "111.111.111-11"],
    ["wrong letters", "28466903R"],
    ["wrong digits", "390.533.447-15 390.533.447-06"],
    ["codes", "c0ffee00-28466903X-x"],
    ["no text at all", null],
    ["a truth", true],
  ])("is not %s", (_, value) => {
    expect(scan([rows(value)])).toEqual([]);
  });
});

const jwt = (claims: unknown): string =>
  ["eyJhbGciOiJIUzI1NiJ9", btoa(JSON.stringify(claims)).replaceAll("=", ""), "c2lnbmF0dXJl"].join(".");

describe("what opens production", () => {
  it.each<[string, string, string]>([
    ["a name", "shop.example.com", "hosts of production"],
    ["a name by a wildcard", "https://eu.shop.example.com/x", "hosts of production"],
    ["a name in capitals", "SHOP.Example.COM", "hosts of production"],
    ["an address", "203.0.113.9", "IPv4 addresses of production"],
    ["an address that is listed alone", "http://198.51.100.7:80/", "IPv4 addresses of production"],
    ["a database", "postgres://app:x@db.acme.io/shop", "strings that connect to a database"],
    ["a database of records", "mongodb+srv://app:x@cluster0.acme.io/", "strings that connect to a database"],
    ["a database of Java", "jdbc:mysql://db.acme.io:3306/shop", "strings that connect to a database"],
    ["a database of Oracle", "jdbc:oracle:thin:@db.acme.io:1521/x", "strings that connect to a database"],
    [
      "a database by keys",
      "Server=tcp:db.acme.io,1433;Uid=app;Password=x;",
      "strings that connect to a database with a password",
    ],
    ["a key of a cloud", "AKIAQYLPMN5HHHFPZAM2", "keys of a cloud account"],
    ["a key of another cloud", `x;AccountKey=${"Ab1+".repeat(12)}==`, "keys of a cloud account"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----", "private keys"],
    ["a private key of another form", "-----BEGIN PRIVATE KEY-----", "private keys"],
    ["a token", jwt({ iss: "https://login.acme.io/" }), "tokens of a real issuer (JWT)"],
    ["a token of a host", `Bearer ${jwt({ iss: "accounts.acme.io" })}`, "tokens of a real issuer (JWT)"],
  ])("is found: %s", (_, value, kind) => {
    expect(scan([rows("fine", "fine", value)])).toEqual([
      `refuse PA_GUARD_DATA data set "users", column value: 1 row holds ${kind}, the first is row 3`,
    ]);
  });

  it("is found in IPv6", () => {
    const [local, perf, production] = policy.environments;
    const six = {
      ...(production ?? policy.environments[0]),
      name: "six",
      kind: "production",
      ranges: ["2001:db8:1::/48"],
    };
    const environments = [local, perf, six].filter((one) => one !== undefined);
    expect(scan([rows("[2001:db8:1::9]:443")], {}, { environments } as typeof policy)).toEqual([
      'refuse PA_GUARD_DATA data set "users", column value: 1 row holds IPv6 addresses of production, the first is row 1',
    ]);
  });

  it.each<[string, string]>([
    ["a test host", "https://shop.perf.test/x"],
    ["a name that only ends as one", "myshop.example.com.test"],
    ["an apex above a wildcard's", "example.com"],
    ["an address elsewhere", "203.0.114.9"],
    ["a version", "203.0.113.9.1"],
    ["a database of this machine", "postgres://app:x@localhost/shop jdbc:mysql://127.0.0.9/shop"],
    ["a database of a test environment", "postgres://app:x@perf.acme-shop.io/shop"],
    ["a database of a document", "Server=db.example.com;Password=x;"],
    ["a key of a document", "AKIAIOSFODNN7EXAMPLE"],
    ["a public key", "-----BEGIN PUBLIC KEY-----"],
    ["a token of nobody", jwt({ sub: "a" })],
    ["a token of a word", jwt({ iss: "tests" })],
    ["a token of a test host", jwt({ iss: "https://login.perf.test/" })],
    ["what begins as a token does", "eyJhbGciOiJIUzI1NiJ9.eyJub3QganNvbg.c2ln"],
  ])("is not %s", (_, value) => {
    expect(scan([rows(value)])).toEqual([]);
  });
});

/** Each of them took minutes while a part of a pattern could match in several ways, or begin at every character and run to the end. */
it.each<[string, string]>([
  ["a host that never ends", `x@. ${"host=aaa=".repeat(1100)}`],
  ["a host without a password behind it", `a.b host=${"a;".repeat(5000)}`],
  ["a name without its dot", `shop.example.invalid ${"a".repeat(9000)}`],
  ["a mailbox without its sign", `@.${"a".repeat(9000)}`],
  ["tokens in a row", `a.${"-eyJ".repeat(2400)}`],
  ["databases of Java in a row", `a.${"jdbc:a:".repeat(1400)}`],
])("a thousand values that hold %s are looked at, and nothing is found", (_, value) => {
  expect(scan([rows(...Array.from({ length: 1000 }, () => value))])).toEqual([]);
});

describe("a finding", () => {
  it("counts, and tells kinds and columns apart", () => {
    const data = {
      dataSet: "users",
      columns: ["mail", "card"],
      rows: [
        ["x", "y"],
        [real.email, real.card],
        [real.email, "z"],
      ],
    };
    expect(scan([data])).toEqual([
      'warn null data set "users", column mail: 2 rows hold what looks like real e-mail addresses, the first is row 2',
      'warn null data set "users", column card: 1 row holds what looks like real payment card numbers, the first is row 2',
    ]);
  });

  it("tells columns of one kind apart", () => {
    const data = { dataSet: "users", columns: ["mail", "other"], rows: [[real.email, real.email]] };
    expect(scan([data]).map((said) => said.replace(/:.*/, ""))).toEqual([
      'warn null data set "users", column mail',
      'warn null data set "users", column other',
    ]);
  });

  it("warns or refuses as the policy says", () => {
    const data = [rows(real.email, "shop.example.com")];
    const outcomes = (personal: "warn" | "refuse", production: "warn" | "refuse"): string[] =>
      scanData({ data, sets: [], uploads: {}, policy: { ...policy, data: { personal, production } } }).map(
        ({ outcome, code }) => `${outcome} ${String(code)}`,
      );
    expect(outcomes("warn", "refuse")).toEqual(["warn null", "refuse PA_GUARD_DATA"]);
    expect(outcomes("refuse", "warn")).toEqual(["refuse PA_GUARD_DATA", "warn null"]);
  });

  it("comes from uploads too, but not twice from a data set's file, and not from pictures", () => {
    const uploads = {
      "data/users.csv": text(real.email),
      "note.txt": text(`one\r\ntwo ${real.email}\n${real.email}`),
      "photo.jpg": new Uint8Array([255, 216, ...text(real.email)]),
      "zero.bin": text(`\0 ${real.email}`),
    };
    expect(scan([], uploads)).toEqual([
      "warn null file note.txt: 2 lines hold what looks like real e-mail addresses, the first is line 2",
    ]);
  });

  it("says so where rows were left out", () => {
    const many = (at: number): DataRows =>
      rowsOf(Array.from({ length: 250_000 }, (_, row) => (row === at ? real.email : "x")));
    // Of 250,000 rows every second or third is looked at: 0, 2, 5, 7, 10, …
    expect(scan([many(5)])).toEqual([
      'warn null data set "users", column value: 1 row holds what looks like real e-mail addresses, the first is row 6 (100,000 of its 250,000 rows were looked at, evenly spread)',
    ]);
    expect(scan([many(6)])).toEqual([
      'allow null data set "users": nothing real was found (100,000 of its 250,000 rows were looked at, evenly spread)',
    ]);
    expect(scan([rowsOf(Array.from({ length: 100_000 }, (_, row) => (row === 99_999 ? real.email : "x")))])).toEqual([
      'warn null data set "users", column value: 1 row holds what looks like real e-mail addresses, the first is row 100,000',
    ]);
  });

  it("never shows a value", () => {
    const values = Object.values(real).concat(
      "postgres://app:secret@db.acme.io/x",
      "shop.example.com",
      "AKIAQYLPMN5HHHFPZAM2",
    );
    const value = oneof(
      constantFrom(...values),
      tuple(string(), constantFrom(...values)).map(([before, found]) => `${before} ${found}`),
    );
    assert(
      property(array(value, { minLength: 1, maxLength: 5 }), (list) => {
        const said = scan([rows(...list)], { "note.txt": text(list.join("\n")) }).join("\n");
        expect(values.filter((one) => said.includes(one))).toEqual([]);
        expect(said).not.toContain("acme");
      }),
    );
  });

  it("is never made of synthetic data", () => {
    const synthetic = record({
      name: constantFrom("Ana", "Bo", "Åsa Öberg", "李雷"),
      mail: tuple(
        integer({ min: 0, max: 1e6 }),
        constantFrom("example.com", "mail.example.org", "shop.test", "a.invalid"),
      ).map(([id, domain]) => `user+${id}@${domain}`),
      phone: integer({ min: 0, max: 99 }).map((end) => `+1 202-555-01${String(end).padStart(2, "0")}`),
      card: constantFrom("4242424242424242", "4111 1111 1111 1111", "378282246310005"),
      id: integer({ min: 0, max: 9_999_999 }),
      code: integer({ min: 0, max: 0xffffff }).map((code) => `item-${code.toString(16)}`),
    });
    assert(
      property(array(synthetic), (list) => {
        const columns = ["name", "mail", "phone", "card", "id", "code"] as const;
        const made = { dataSet: "made", columns, rows: list.map((row) => columns.map((column) => row[column])) };
        expect(scan([made], { "made.json": text(JSON.stringify(list)) })).toEqual([]);
      }),
    );
  });
});
