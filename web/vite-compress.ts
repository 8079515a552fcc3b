// Writes .gz and .br beside every asset at build time, so the server only picks the best one.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const COMPRESSIBLE = /\.(m?js|css|html|svg|json)$/;
const SMALLEST_WORTH_IT_BYTES = 1024;

export function compress(): Plugin {
  let folder = "";
  return {
    name: "siyu-compress",
    apply: "build",
    configResolved: (config) => {
      folder = config.build.outDir;
    },
    closeBundle: () => filesUnder(folder).filter(isWorthIt).forEach(writeSiblings),
  };
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function isWorthIt(file: string): boolean {
  return COMPRESSIBLE.test(file) && statSync(file).size >= SMALLEST_WORTH_IT_BYTES;
}

function writeSiblings(file: string): void {
  const content = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
}
