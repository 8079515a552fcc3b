// One file for each place the SDK runs in: a script tag, an import, a mini-program.
import { fileURLToPath } from "node:url";
import { defineConfig, type LibraryFormats } from "vite";
import { compress } from "../../vite-compress.ts";

interface Shape {
  entry: string;
  format: LibraryFormats;
  file: string;
}

const SCRIPT: Shape = { entry: "src/web/script.ts", format: "iife", file: "siyu.js" };
const SHAPES: Record<string, Shape> = {
  script: SCRIPT,
  module: { entry: "src/web/index.ts", format: "es", file: "siyu.mjs" },
  mp: { entry: "src/mp/index.ts", format: "cjs", file: "siyu-mp.js" },
};
const out = fileURLToPath(new URL("../../../src/siyu/static/sdk", import.meta.url));

// The mode is one of the shapes: vite build --mode mp
export default defineConfig(({ mode }) => {
  const shape = SHAPES[mode] ?? SCRIPT;
  return {
    root: fileURLToPath(new URL(".", import.meta.url)),
    plugins: [compress()],
    build: {
      outDir: out,
      emptyOutDir: mode === "script",
      target: "es2017",
      minify: true,
      reportCompressedSize: false,
      // What begins with an underscore is ours alone, so its name may be short.
      rolldownOptions: {
        output: {
          esModule: false,
          generatedCode: { symbols: false },
          minify: { compress: true, mangle: true, codegen: true, mangleProps: { include: /^_/ } },
        },
      },
      lib: { entry: shape.entry, formats: [shape.format], name: "siyu", fileName: () => shape.file },
    },
  };
});
