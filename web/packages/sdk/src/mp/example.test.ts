// The example in examples/mini_program, run as it is written.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Phone } from "../testing/phone.ts";
import { told } from "../testing/place.ts";

const EXAMPLE = resolve(import.meta.dirname, "../../../../../examples/mini_program");
const TOKEN = "s".repeat(32);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("the example tells nothing before consent, then what was seen, tapped once, and shared", async () => {
  const phone = new Phone();
  phone.answer = (url) => ({
    statusCode: 200,
    data: url.includes("share-tokens") ? { token: TOKEN } : { success: true },
  });
  const sdk = await import("./index.ts");
  const run = (file: string, Page?: unknown) =>
    new Function("require", "Page", readFileSync(`${EXAMPLE}/${file}`, "utf8"))(() => sdk, Page);
  Object.assign(wx, { login: () => undefined });
  run("app.js");
  run("pages/tea/tea.js", (page: never) => phone.declare("pages/tea/tea", page));
  phone.start({ path: "pages/tea/tea" });
  await vi.advanceTimersByTimeAsync(5000);
  expect([phone.sent, phone.kept.size]).toEqual([[], 0]);

  phone.tap("agree", { trackIgnore: "1" });
  phone.tap("buy", { track: "cart_item_added", trackSku: "TEA-01" });
  phone.putAway();
  phone.takeOut({ path: "pages/tea/tea" });
  await vi.advanceTimersByTimeAsync(5000);
  const names =
    "mp_launched, mp_shown, product_viewed, screen, cart_item_added, mp_page_left, mp_hidden, mp_shown, screen";
  expect(told(phone.events()).join(", ")).toBe(names);
  expect(phone.onTop("onShareAppMessage")).toMatchObject({ path: `/pages/tea/tea?sku=TEA-01&sy_inv=${TOKEN}` });
});
