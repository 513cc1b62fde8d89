import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

/** Where the page asks while it is developed (`npm run dev -w web`): a service of this machine. */
const service = process.env["PERF_XI_SERVICE"] ?? "http://127.0.0.1:7070";

/** zod carries its messages in 50 languages; ours are written by hand and in English. */
const englishOnly: Plugin = {
  name: "english-only",
  enforce: "pre",
  load(id) {
    return id.endsWith("zod/v4/locales/index.js") ? 'export { default as en } from "./en.js";' : null;
  },
};

export default defineConfig({
  root: fileURLToPath(new URL("./", import.meta.url)),
  plugins: [englishOnly, react()],
  build: {
    // What the service hands out: found again under the name that says what is in it.
    outDir: "../dist/web",
    emptyOutDir: true,
    assetsDir: "assets",
    // Nothing inline but what the policy of the page's content allows: small pictures would become data: addresses.
    assetsInlineLimit: 0,
    target: "es2023",
    sourcemap: false,
    chunkSizeWarningLimit: 700,
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/api": { target: service, changeOrigin: true },
      "/docs": { target: service, changeOrigin: true },
      "/openapi.json": { target: service, changeOrigin: true },
    },
  },
});
