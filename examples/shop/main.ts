/** `node examples/shop/main.ts [--port 0] [--host 127.0.0.1] [--seed 1] [--fault '{"name":"slow-checkout"}' ...]` */
import { parseArgs } from "node:util";
import { parseFault } from "./faults.ts";
import { startShop } from "./shop.ts";

const usage = "Usage: node examples/shop/main.ts [--port 8080] [--host 127.0.0.1] [--seed 1] [--fault JSON ...]\n";

function readOptions() {
  try {
    return parseArgs({
      options: {
        help: { type: "boolean", default: false },
        port: { type: "string", default: process.env["SHOP_PORT"] ?? "8080" },
        host: { type: "string", default: "127.0.0.1" },
        seed: { type: "string", default: "1" },
        fault: {
          type: "string",
          multiple: true,
          default: process.env["SHOP_FAULT"] ? [process.env["SHOP_FAULT"]] : [],
        },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return process.exit(2);
  }
}

const values = readOptions();
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const apiKey = process.env["SHOP_API_KEY"];
const shop = await startShop({
  port: Number(values.port),
  host: values.host,
  seed: Number(values.seed),
  faults: values.fault.map((text) => parseFault(JSON.parse(text))),
  ...(apiKey ? { apiKey } : {}),
});
process.stdout.write(`shop listens on ${shop.url}\n`);
// A parent that started the shop with a channel takes it along when it dies, however it dies.
if (process.send !== undefined) process.once("disconnect", () => void shop.close().then(() => process.exit(0)));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void shop.close().then(() => process.exit(0)));
}
