// How the browser part is built: one page, no inline scripts or styles (the page's CSP forbids them).
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env["FILMWRIGHT_ADDRESS"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  build: { target: "es2023", assetsInlineLimit: 0, sourcemap: false, chunkSizeWarningLimit: 900 },
  server: {
    proxy: {
      "/api": server,
      "/media": server,
      "/ws": { target: server, ws: true },
    },
  },
  test: { include: ["src/**/*.test.{ts,tsx}"], environment: "node" },
});
