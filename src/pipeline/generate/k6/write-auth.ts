import type { Auth, Template } from "../../../contract/test-plan.ts";
import type { ScriptWriter } from "./script-writer.ts";
import { comment, print, quote, type Code } from "./write-code.ts";
import { textCode } from "./write-template.ts";

/** An authentication: what happens before a request, and the headers it adds. */
export function authCode(auth: Auth, writer: ScriptWriter): string {
  const identifier = writer.identifier("auth", auth.name);
  writer.features.add("auth");
  const headers = (pairs: readonly (readonly [string, Template])[], indent: number): string =>
    print({ object: pairs.map(([name, value]) => [name.toLowerCase(), textCode(value, writer)]) }, indent);
  switch (auth.kind) {
    case "login": {
      const how: [string, Code][] = [
        ["name", quote(auth.name)],
        ["login", writer.identifier("endpoint", auth.login)],
      ];
      if (auth.refresh !== null) how.push(["refresh", writer.identifier("endpoint", auth.refresh)]);
      if (auth.renewAfterMs !== null) how.push(["renewAfterMs", String(auth.renewAfterMs)]);
      if (writer.trying) writer.features.add("tryLogin");
      return [
        `// ${comment(auth.name)}: logs in once a session${auth.renewAfterMs === null ? "" : " and renews in time"}.`,
        `const ${identifier} = {`,
        `  before: (pass) => ${writer.use("auth", "logIn", "login")}(pass, ${print({ object: how }, 2)}),`,
        `  headers: (pass) => (${headers(auth.headers, 2)}),`,
        "};",
      ].join("\n");
    }
    case "basic": {
      writer.features.add("basicOrHmac");
      if (writer.trying) writer.features.add("tryBasic");
      const call = `${writer.use("auth", "basic", "basic")}(${textCode(auth.user, writer)}, ${textCode(auth.password, writer)})`;
      return [
        `// ${comment(auth.name)}`,
        `const ${identifier} = {`,
        `  headers: (pass) => ({ authorization: ${call} }),`,
        "};",
      ].join("\n");
    }
    default: {
      writer.features.add("basicOrHmac");
      const call = `${writer.use("auth", "hmac", "hmac")}(${quote(auth.algorithm)}, ${textCode(auth.key, writer)}, ${textCode(auth.over, writer)})`;
      return [
        `// ${comment(auth.name)}: signs each request`,
        `const ${identifier} = {`,
        "  headers: (pass, method, sent) => {",
        `    const request = ${writer.use("auth", "signable", "hmac")}(method, sent);`,
        `    request.signature = ${call};`,
        `    return ${headers(auth.headers, 4)};`,
        "  },",
        "};",
      ].join("\n");
    }
  }
}
