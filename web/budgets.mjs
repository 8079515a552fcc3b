// Fails when what a browser or a phone must fetch (gzip) has outgrown budgets.json.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const folder = new URL("../src/siyu/static/", import.meta.url);
const built = readdirSync(folder, { recursive: true }).filter((file) => /\.(m?js|css)$/.test(file));
const kilobytes = (file) => gzipSync(readFileSync(new URL(file, folder)), { level: 9 }).length / 1024;
const budgets = JSON.parse(readFileSync(new URL("budgets.json", import.meta.url), "utf8"));

for (const [name, { limit_kb, files, each }] of Object.entries(budgets)) {
  const sizes = built.filter((file) => new RegExp(files).test(file)).map(kilobytes);
  if (sizes.length === 0) throw new Error(`${name}: nothing matches ${files}; run the build first`);
  const size = each ? Math.max(...sizes) : sizes.reduce((sum, one) => sum + one, 0);
  console.log(`${size <= limit_kb ? "ok  " : "OVER"} ${name}: ${size.toFixed(1)} of ${limit_kb} kB gzip`);
  if (size > limit_kb) process.exitCode = 1;
}
