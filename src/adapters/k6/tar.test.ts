import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTar, writeTar } from "./tar.ts";

/** Written by Python's tarfile: a folder, a file, a file with a long name beyond ASCII, a symbolic link. */
const written = {
  GNU: "H4sIAAAAAAACA+3XMQ6CMBiG4R6lFxBKKWX1AFzCGDUG0iZajYdz82I2DA6ERZOCgfcZWvavX3/a2s1d5yIpFVlj+j0a7iPftjK1kJWYwO0adhcpxUq1ff6tnTV/XQ7yr1WhhFTkn9zeu3BwQfqjnOIo4M9keZZvG+9Ozdm1Cfs/0vtP53Whh/2vq9j/hv5PdP938QBs5lpezyw8AlVcbP5fz/9SaVMw/2eZ/52nFOvrf7rh/9P7r7a2FFJP8S+68v4DAAAAAAAAAIDleQOKz9iyACgAAA==",
  PAX: "H4sIAAAAAAACA+3XPQ6CMBwF8M6eohcA2gLtZOLo6BUaxY+UFIPVcDg3L2aDiQNhcWgh8n5NaDeGx+MPRiYPkZGgmCeLot+94T5ylpIpQksSwf3mdOtvSZbJ9PkbOWn+Ih/kr1jJCGXIP7h9Y11lHW2ONMajADOTZmm22eluW+lD1Ybr/0jvv50Xw/5zJrggtEP/g+OFolftzutP++vGnpKpLq9n6jq3Qimjz/+wwf48/3O/OOb/JPO/blCK5fX/Ys2c/v+U8q8EKmJ8iy68/wAAAAAAAAAAAAAA8H/eGOAbOAAoAAA=",
};

function textsOf(archive: Uint8Array): [string, string][] {
  return readTar(archive).files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]);
}

describe("tar", () => {
  it.each(Object.entries(written))("reads the regular files of a %s archive", (_format, base64) => {
    const archive = gunzipSync(Buffer.from(base64, "base64"));
    expect(textsOf(archive)).toEqual([
      ["k6-v2/k6", "content of k6-v2/k6"],
      [`k6-v2/${"long-".repeat(25)}ü.txt`, "content of k6-v2/lo"],
    ]);
  });

  it.each(Object.entries(written))("names the link of a %s archive", (_format, base64) => {
    expect(readTar(gunzipSync(Buffer.from(base64, "base64"))).others).toEqual([{ name: "k6-v2/link", linkTo: "k6" }]);
  });

  it("reads back what it wrote, whatever the names", () => {
    const name = fc
      .string({ minLength: 1, maxLength: 300, unit: "grapheme" })
      .filter((text) => !/[\0\uFFFD]/u.test(text));
    fc.assert(
      fc.property(
        fc.array(fc.record({ name, bytes: fc.uint8Array({ maxLength: 2000 }) }), { maxLength: 5 }),
        (files) => {
          const { files: back, others } = readTar(writeTar(files));
          expect(others).toEqual([]);
          expect(back.map((file) => file.name)).toEqual(files.map((file) => file.name));
          expect(back.map(({ bytes }) => [...bytes])).toEqual(files.map(({ bytes }) => [...bytes]));
        },
      ),
    );
  });

  it("refuses an archive that is cut anywhere, and one with a changed header", () => {
    const archive = writeTar([{ name: "a", bytes: new Uint8Array(700).fill(7) }]);
    for (const length of [0, 100, 512, 1000, 1536]) expect(() => readTar(archive.subarray(0, length))).toThrow("cut");
    const changed = Uint8Array.from(archive);
    changed[0] = 98;
    expect(() => readTar(changed)).toThrow("damaged tar header at byte 0");
  });
});
