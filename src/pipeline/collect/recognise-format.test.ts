import { describe, expect, it } from "vitest";
import { headerLength, recogniseFormat } from "./recognise-format.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("recogniseFormat", () => {
  it.each([
    ["metric_name,timestamp,metric_value,check\n", "k6-csv"],
    ["metric_name,timestamp,metric_value,check\r\nhttp_reqs,1,1,\r\n", "k6-csv"],
    ['{"metric":"http_reqs","type":"Metric","data":{}}\n', "k6-json"],
    ['{"type":"Point","data":{},"metric":"vus"}\n', "k6-json"],
    ["timeStamp,elapsed,label,success\n", "jtl-csv"],
    ["timeStamp\telapsed\tlabel\n", "jtl-csv"],
    ['\uFEFF"timeStamp";"elapsed";"label"\n', "jtl-csv"],
    ["1622490229200,1649,ToDo,200,OK,g 1-1,text,true,,824,266,7,7,http://t,1647,0,365\n", "jtl-csv"],
    ['<?xml version="1.0"?>\n<testResults version="1.2">', "jtl-xml"],
    ["<testResults>", "jtl-xml"],
    ["<html><body>", null],
    ['{"metrics":{}}', null],
    ["name,value\n1,2\n", null],
    ["", null],
    ["\u0000\u0001\u0002", null],
  ])("%j is %s", (head, format) => {
    expect(recogniseFormat(bytes(head))).toBe(format);
  });

  it("knows how long a header is", () => {
    expect(headerLength("jtl-csv", bytes("timeStamp,elapsed,label\r\n1,2,3\n"))).toBe(25);
    expect(headerLength("jtl-csv", bytes("1622490229200,1649,a\n"))).toBe(0);
    expect(headerLength("k6-json", bytes('{"timestamp":1}\n'))).toBe(0);
  });
});
