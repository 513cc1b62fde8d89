import { describe, expect, it } from "vitest";
import { edited } from "../../support/attack-stage.ts";
import { atTop, both, editedScript, inIteration, inOptions, withPort } from "../../support/attack-script.ts";
import { attackOf, refusedInTime, type RefusedAttack } from "../../support/attack-table.ts";

const options: readonly RefusedAttack[] = [
  ...[
    'hosts: { "127.0.0.1": "127.0.0.2" }',
    '"hosts": { "shop.perf.test": "127.0.0.2" }',
    '["ho" + "sts"]: {}',
    "...{ hosts: {} }",
    "blacklistIPs: []",
    "blockHostnames: []",
    'dns: { select: "random" }',
    'localIPs: "127.0.0.2"',
    "insecureSkipTLSVerify: true",
    "tlsAuth: []",
    'cloud: { name: "x" }',
    'ext: { loadimpact: { name: "x" } }',
    "vus: 300",
    "rps: 0",
    "linger: true",
    "throw: true",
    'setupTimeout: "2h"',
  ].map((entry) => editedScript(`the option ${entry}`, inOptions(entry), ["PA_GUARD_SCRIPT", "PA_GUARD_LIMIT"])),
  editedScript("options that read the clock", (changed) => {
    changed.main = edited(changed.main, "vus: 1,", "vus: Date.now() > 1 ? 300 : 1,");
  }),
  editedScript("options from a function", (changed) => {
    changed.main = edited(
      changed.main,
      "export const options = {",
      "const make = (x) => x;\nexport const options = make({",
    ).replace("\n};\n", "\n});\n");
  }),
  editedScript("options that change later", atTop("setInterval(() => { options.scenarios.main.vus = 300; }, 1);")),
  editedScript("options assigned", (changed) => {
    changed.main += "\noptions.scenarios.main.vus = 300;\n";
  }),
  editedScript("options changed through another name", (changed) => {
    changed.main += "\nconst same = options;\nsame.scenarios.main.vus = 300;\n";
  }),
  editedScript("options exported under their name", (changed) => {
    changed.main = `${edited(changed.main, "export const options", "const planned")}\nconst more = planned;\nexport { more as options };\n`;
  }),
  editedScript("a browser scenario", (changed) => {
    changed.main = edited(changed.main, 'exec: "main",', 'exec: "main", options: { browser: { type: "chromium" } },');
  }),
  editedScript("more users than planned", (changed) => {
    changed.main = edited(edited(changed.main, "vus: 1,", "vus: 30,"), "iterations: 3,", "iterations: 300,");
  }),
  editedScript("a scenario more than planned", (changed) => {
    changed.main = edited(
      changed.main,
      "scenarios: {",
      'scenarios: { more: { executor: "constant-vus", vus: 20, duration: "5s", exec: "main" },',
    );
  }),
  editedScript("a longer time than planned", (changed) => {
    changed.main = edited(changed.main, /maxDuration: "\w+"/u.exec(changed.main)?.[0] ?? "?", 'maxDuration: "29m"');
  }),
  editedScript(
    "a load that somebody else controls",
    (changed) => {
      changed.main = edited(changed.main, 'executor: "shared-iterations"', 'executor: "externally-controlled"');
    },
    ["PA_ENGINE_SCRIPT", "PA_GUARD_SCRIPT"],
  ),
];

const targets: readonly RefusedAttack[] = [
  ...[
    '"http://127.0.0.2:{port}/"',
    '"http://shop.example.com/"',
    '"http://shop.example.com.:{port}/"',
    '"http://127.0.0.1@127.0.0.2:{port}/"',
    '"http://[::ffff:127.0.0.2]:{port}/"',
    '"http://2130706434:{port}/"',
    '"http://127.0.0.1:{port}/"',
    "`http://127.0.0.2:{port}/${1}`",
    '"ht\\u0074p://127.0.0.2:{port}/"',
  ].map((url) =>
    editedScript(
      `a request to ${url}`,
      withPort((text) => both(atTop('import web from "k6/http";'), inIteration(text(`web.get(${url});`)))),
    ),
  ),
  editedScript("a base URL of production", (changed, stage) => {
    changed.main = edited(changed.main, `127.0.0.1:${stage.target.port}`, `127.0.0.2:${stage.production.port}`);
  }),
  editedScript(
    "a Host header of production",
    both(
      atTop('import web from "k6/http";'),
      inIteration('web.get(baseUrl, { headers: { Host: "shop.example.com" } });'),
    ),
  ),
  editedScript(
    "a Host header in other letters",
    both(
      atTop('import web from "k6/http";'),
      inIteration('web.get(baseUrl, { headers: { ["hO" + "st"]: "shop." + "example.com" } });'),
    ),
  ),
];

const forgeries: readonly RefusedAttack[] = [
  ...["http_reqs", "http_req_duration", "iterations", "vus", "dropped_iterations", "perf_agent_request_failed"].map(
    (metric) =>
      editedScript(
        `a metric of one's own named ${metric}`,
        both(
          atTop(`import { Counter } from "k6/metrics";\nconst forged = new Counter("${metric}");`),
          inIteration("forged.add(1);"),
        ),
      ),
  ),
  editedScript(
    "a metric with a line break in its name",
    atTop('import { Counter } from "k6/metrics";\nconst forged = new Counter("a\\nhttp_reqs,1,1");'),
  ),
  editedScript(
    "a metric with a computed name",
    atTop('import { Counter } from "k6/metrics";\nconst forged = new Counter("http_" + "reqs");'),
  ),
  ...["scenario", "status", "error_code", "expected_response"].map((tag) =>
    editedScript(
      `a tag ${tag} of one's own`,
      both(atTop('import web from "k6/http";'), inIteration(`web.get(baseUrl, { tags: { ${tag}: "200" } });`)),
    ),
  ),
  editedScript(
    "a scenario's name set on the user",
    both(atTop('import state from "k6/execution";'), inIteration('state.vu.metrics.tags["scenario"] = "other";')),
  ),
  editedScript(
    "a secret that the plan does not have",
    both(atTop('import vault from "k6/secrets";'), inIteration('vault.get("SHOP_ROOT");')),
  ),
];

describe("edited loads, targets and results that are refused before they are evaluated", () => {
  it.concurrent.each(options)("options: $name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
  it.concurrent.each(targets)("targets: $name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
  it.concurrent.each(forgeries)("forged results: $name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
});
