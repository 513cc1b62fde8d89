/**
 * Readers of an event stream, as a page reads it: `node read-streams.ts URL READERS`. When every stream is over it prints, as one JSON array
 * a reader, the epoch ms at which each second arrived.
 */
import { get } from "node:http";
import { createInterface } from "node:readline";

const [url = "", readers = "1"] = process.argv.slice(2);

function read(): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const arrivals: number[] = [];
    get(url, { agent: false }, (response) => {
      const lines = createInterface({ input: response, crlfDelay: Infinity });
      lines.on("line", (line) => {
        const second = /^data: \{"event":"window","second":(\d+),/u.exec(line)?.[1];
        if (second !== undefined) arrivals[Number(second)] ??= Date.now();
      });
      lines.once("close", () => resolve(arrivals));
    }).once("error", reject);
  });
}

const all = await Promise.all(Array.from({ length: Number(readers) }, read));
process.stdout.write(all.map((arrivals) => `${JSON.stringify(arrivals)}\n`).join(""));
