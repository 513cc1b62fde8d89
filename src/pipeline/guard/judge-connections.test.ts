import { describe, expect, it } from "vitest";
import { limits, preview } from "../../../test/support/guard-inputs.ts";
import { judgeConnections } from "./judge-connections.ts";

describe("connections open at one time", () => {
  it.each([
    ["twice what virtual users need on one server", null, 1, 276],
    ["twice what they need on three", null, 3, 796],
    ["where no server is known", null, 0, 276],
    ["the policy's cap", 260, 2, 260],
  ])("%s", (_, connections, servers, expected) => {
    expect(judgeConnections(preview(), limits({ connections }), servers)).toEqual({
      maxConnections: expected,
      reasons: [],
    });
  });

  it.each([
    [
      "refuses fewer than virtual users",
      129,
      "refuse",
      "130 VUs at peak need a connection each, more than the cap of 129",
    ],
    [
      "warns of fewer than they may need",
      259,
      "warn",
      "130 VUs at peak on 2 servers may need 260 connections: beyond the cap of 259 none is opened, and requests fail",
    ],
  ])("%s", (_, connections, outcome, text) => {
    const { maxConnections, reasons } = judgeConnections(preview(), limits({ connections }), 2);
    expect(maxConnections).toBe(connections);
    expect(reasons).toMatchObject([{ outcome, text }]);
  });
});
