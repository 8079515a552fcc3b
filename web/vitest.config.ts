import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  test: {
    testTimeout: 20_000, // a busy machine is no broken screen
    environment: "jsdom",
    include: ["{apps,packages}/*/src/**/*.test.{ts,tsx}"],
    setupFiles: ["./vitest.setup.ts"],
    env: { TZ: "UTC" },
  },
});
