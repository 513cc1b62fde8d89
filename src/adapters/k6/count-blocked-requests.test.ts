import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockedRequestCounter } from "./count-blocked-requests.ts";

const rows = [
  "metric_name,timestamp,metric_value,error_code,expected_response,name,scenario,status,extra_tags,metadata",
  "http_reqs,1795498920922,1.000000,1110,false,b,s1,0,,",
  "http_req_duration,1795498920922,0.000000,1110,false,b,s1,0,,",
  "http_req_failed,1795498920922,1.000000,1110,false,b,s1,0,,",
  "http_reqs,1795498920922,1.000000,1111,false,b,s1,0,,",
  "http_reqs,1795498920922,1.000000,1112,false,b,s1,0,,",
  'http_reqs,1795498920922,1.000000,,true,"a,1110,b",s1,200,,',
  "http_reqs,1111110,1110.000000,,true,1110,1111,200,,",
  "iterations,1795498920922,1.000000,,,,s1,,,",
  "http_reqs,1795498920923,1.000000,1110,false,b,s1,0,,",
];

describe("blockedRequestCounter", () => {
  it("counts requests, not rows, by the error code alone, wherever chunks are cut", () => {
    const bytes = new TextEncoder().encode(`${rows.join("\n")}\n`);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 30 }), (cuts) => {
        const counter = blockedRequestCounter();
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        for (const [index, from] of places.entries())
          counter.read(bytes.subarray(from, places[index + 1] ?? bytes.length));
        expect(counter.count()).toBe(3);
      }),
    );
  });

  it("keeps no chunk: its bytes may be taken away after the call", () => {
    const counter = blockedRequestCounter();
    const first = new TextEncoder().encode("x\nhttp_reqs,1,1.0,11");
    counter.read(first);
    first.fill(0);
    counter.read(new TextEncoder().encode("10,false,b\n"));
    expect(counter.count()).toBe(1);
  });
});
