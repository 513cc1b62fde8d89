import { describe, expect, it } from "vitest";
import { declaredNames, planNamesAt } from "./declared-names.ts";

const plan = `name: shop
endpoints:
  # what there is
  list: { method: GET, path: / }
  "GET /items":
    path: /items
    expect: { status: 200 }
  add-to-cart: { path: /cart }
auth:
  customer: { login: list }
scenarios:
  buy: { mix: { list: 1 } }
`;

describe("names that a plan declares", () => {
  it.each([
    ["endpoints", ["list", "GET /items", "add-to-cart"]],
    ["auth", ["customer"]],
    ["data", []],
  ])("%s", (section, names) => {
    expect(declaredNames(plan, section)).toEqual(names);
  });

  it.each([
    [
      ["scenarios", "buy", "mix"],
      ["list", "GET /items", "add-to-cart"],
    ],
    [
      ["scenarios", "buy", "journey", "[]"],
      ["list", "GET /items", "add-to-cart"],
    ],
    [
      ["scenarios", "buy", "auth"],
      ["customer", "none"],
    ],
    [["auth"], []],
    [["name"], []],
  ])("fit %j", (path, names) => {
    expect(planNamesAt(plan, path)).toEqual(names);
  });
});
