import { expect, it } from "vitest";
import { z } from "zod";
import { errorTable } from "../../../contract/errors.ts";
import { describeApi } from "../openapi/describe-api.ts";
import { apiPage } from "./api-page.ts";
import { errorsPage } from "./errors-page.ts";
import { escapeHtml } from "./page-of.ts";

it("has every code at the place to which problems lead", () => {
  const page = errorsPage();
  for (const code of Object.keys(errorTable)) expect(page).toContain(`id="${code}"`);
  expect(page).not.toContain("<script");
});

it("shows every operation with who may, what it takes and what it gives", () => {
  const schema = {
    summary: "One basket",
    description: "With <all> fruits",
    tags: ["baskets"],
    params: z.strictObject({ id: z.string() }),
    response: { 200: z.strictObject({ id: z.string() }).meta({ id: "PageBasket" }) },
  };
  const page = apiPage(
    describeApi(
      [
        { method: "GET", url: "/baskets/:id", permission: "read", schema },
        { method: "GET", url: "/healthz", permission: "public", schema: { summary: "Alive" } },
      ],
      "1",
    ),
  );
  expect(page).toContain("<code>GET /baskets/{id}</code>");
  expect(page).toContain("One basket. With &lt;all&gt; fruits");
  expect(page).toContain("viewer, engineer, approver, ci, admin");
  expect(page).toContain('<a href="#PageBasket">PageBasket</a>');
  expect(page).toContain('<details id="PageBasket">');
  expect(page).toContain("anybody, without a token");
  expect(page).not.toContain("<all>");
});

it("escapes what could end a tag or a quote", () => {
  expect(escapeHtml(`<a href="x" id='y'>&</a>`)).toBe("&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;&lt;/a&gt;");
});
