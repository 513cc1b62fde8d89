import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface ShopProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** A fresh sample shop on a free loopback port, with at most one fault. It ends with this process, however that ends. */
export function startShop(seed: number, fault: Readonly<Record<string, string | number>> | null): Promise<ShopProcess> {
  const words = ["--port", "0", "--seed", String(seed)];
  if (fault !== null) words.push("--fault", JSON.stringify(fault));
  const shop = spawn(
    process.execPath,
    [fileURLToPath(new URL("../../examples/shop/main.ts", import.meta.url)), ...words],
    {
      // Its own process group: Ctrl-C on a terminal ends the run first, and the run ends the shop.
      detached: true,
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    },
  );
  const gone = new Promise<void>((resolve) => shop.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    shop.kill("SIGTERM");
    await gone;
  };
  return new Promise((resolve, reject) => {
    let text = "";
    shop.once("error", reject);
    shop.once("exit", (code, signal) => reject(new Error(`the sample shop ended with ${code ?? signal}`)));
    shop.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const url = /listens on (\S+)\n/.exec(text)?.[1];
      if (url !== undefined) resolve({ url, stop });
    });
  });
}
