import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  server: {
    port: 5173,
    proxy: { "/api": process.env.SHIPSLOG_URL ?? "http://localhost:5050" },
  },
  build: { outDir: "dist", assetsDir: "assets", chunkSizeWarningLimit: 900 },
  test: { include: ["src/**/*.test.ts"] },
});
