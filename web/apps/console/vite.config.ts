import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { compress } from "../../vite-compress.ts";

const server = process.env["SIYU_DEV_SERVER"] ?? "http://127.0.0.1:8000";
const out = fileURLToPath(new URL("../../../src/siyu/static/console", import.meta.url));

export default defineConfig({
  base: "/console/",
  plugins: [react(), compress()],
  server: { proxy: { "/v1": server } },
  build: {
    outDir: out,
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "echarts", test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 3 },
            {
              name: "react",
              test: /node_modules[\\/](react|react-dom|react-router|scheduler|@tanstack)[\\/]/,
              priority: 2,
            },
          ],
        },
      },
    },
  },
});
