import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { told } from "../testing/place.ts";
import { Phone } from "../testing/phone.ts";
import type { Siyu } from "./siyu.ts";

const BUILT = resolve(import.meta.dirname, "../../../../../src/siyu/static/sdk/siyu-mp.js");
const TOKEN = "s".repeat(32);
const require = createRequire(import.meta.url);
const OPTIONS = { key: "pk", host: "https://siyu.example" };

async function fresh(): Promise<Siyu> {
  vi.resetModules();
  return (await import("./index.ts")).siyu;
}

/** The file mini-programs take, with its shortened names. */
async function built(): Promise<Siyu> {
  Reflect.deleteProperty(require.cache, BUILT);
  return (require(BUILT) as { siyu: Siyu }).siyu;
}

const builds = existsSync(BUILT) ? { source: fresh, built } : { source: fresh };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe.each(Object.entries(builds))("%s", (_, load) => {
  let phone: Phone;
  let siyu: Siyu;
  const calls: unknown[] = [];
  const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  const happened = () => told(phone.events());
  const one = (name: string) => phone.events().filter(({ type, event }) => (event ?? type) === name)[0];

  beforeEach(async () => {
    phone = new Phone();
    siyu = await load();
    siyu.init(OPTIONS);
    App({ onLaunch: () => siyu.track("launched by code") });
    phone.declare("pages/home", {
      buy: (event: unknown) => calls.push(event),
      mark: () => siyu.track("cart_filled", { amount: 88 }),
      onShareAppMessage: () => ({ title: "Tea", path: "/pages/tea?sku=1&ch=store-7" }),
      onShareTimeline: () => undefined,
    });
    phone.declare("pages/tea", {});
  });

  test("a visit is told from launch to leave, in order, each page with its address and the one before", async () => {
    phone.start({ query: { sku: "1" } });
    await wait(3000);
    phone.open("pages/tea", { sku: "2" });
    await wait(1000);
    phone.back();
    phone.putAway();
    await wait(3000);
    const names =
      "mp_launched, launched by code, mp_shown, screen, mp_page_left, screen, mp_page_left, screen, mp_page_left, mp_hidden";
    expect(happened().join(", ")).toBe(names);
    const [home, tea] = phone.events().filter(({ type }) => type === "screen");
    expect([home?.name, tea?.name]).toEqual(["pages/home", "pages/tea"]);
    const page = { url: "pages/tea?sku=2", path: "pages/tea", referrer: "pages/home?sku=1" };
    expect(tea?.context["page"]).toEqual(page);
    expect(one("mp_page_left")).toMatchObject({
      properties: { visible_ms: 3000 },
      context: { page: { path: "pages/home" } },
    });
    const { context } = JSON.parse(phone.sent.pop()?.body ?? "") as { context: object };
    const device = { userAgent: "Acme One OS 1", locale: "zh-CN", app: { name: "wecom" }, network: { type: "wifi" } };
    expect(context).toMatchObject({ ...device, library: { name: "siyu-mp" } });
  });

  test("taps are told whatever the handler is called, once for all handlers they reach, and theirs still run", async () => {
    phone.start();
    phone.tap("buy", { trackSku: "TEA-01", trackOrderId: "7", other: "x" }, 1);
    phone.tap("buy", {}, 1);
    phone.onTop("buy", { type: "input", detail: { value: "secret" } });
    phone.tap("buy", { trackIgnore: "" }, 2);
    await wait(3000);
    expect(happened().filter((name) => name === "mp_tapped")).toHaveLength(1);
    const where = { url: "pages/home", path: "pages/home" };
    expect(one("mp_tapped")?.properties).toEqual({ ...where, handler: "buy", sku: "TEA-01", order_id: "7" });
    expect(calls.splice(0)).toHaveLength(4);
  });

  test("a marked tap whose handler tracks the same name is one event", async () => {
    phone.start();
    phone.tap("mark", { track: "cart_filled", trackSku: "TEA-01" });
    await wait(3000);
    expect(happened().filter((name) => name === "cart_filled")).toHaveLength(1);
    expect(one("cart_filled")?.properties).toMatchObject({ sku: "TEA-01", amount: 88 });
  });

  test("what is shared carries the visitor's token in place of the marks they came with", async () => {
    phone.answer = (url) => ({
      statusCode: 200,
      data: url.includes("share-tokens") ? { token: TOKEN } : { success: true },
    });
    phone.start({ query: { sku: "9", sy_inv: "abc" } });
    await wait(0);
    expect(phone.onTop("onShareAppMessage", { from: "button" })).toEqual({
      title: "Tea",
      path: `/pages/tea?sku=1&sy_inv=${TOKEN}`,
    });
    expect(phone.onTop("onShareTimeline")).toEqual({ query: `sku=9&sy_inv=${TOKEN}` });
    const asked = phone.sent.filter(({ url }) => url.includes("/v1/share-tokens?writeKey=pk"));
    expect(asked.map(({ body }) => JSON.parse(body))).toEqual([
      { anonymousId: siyu.anonymousId(), inviterToken: "abc" },
    ]);
    await wait(3000);
    const shared = { share_method: "chat", inviter_token: TOKEN, path: `/pages/tea?sku=1&sy_inv=${TOKEN}` };
    expect(one("mp_shared")?.properties).toMatchObject(shared);
    phone.open("pages/tea");
    expect(phone.onTop("onShareAppMessage")).toBeUndefined();
  });

  test.each([
    ["a query", "ch%3Dstore-7%26sy_inv%3Dabc", { channelCode: "store-7", inviterToken: "abc" }],
    ["a token", TOKEN, { inviterToken: TOKEN }],
    ["a channel code", "store-7", { channelCode: "store-7" }],
  ])("a mini-program code that holds %s is read", async (_, scene, marks) => {
    phone.start();
    phone.putAway();
    phone.takeOut({ path: "pages/home", query: { scene, utm_source: "poster" }, scene: 1047 });
    await wait(3000);
    const shown = phone.events().filter(({ event }) => event === "mp_shown")[1];
    expect(shown?.context).toMatchObject({
      ...marks,
      scene: "1047",
      campaign: { source: "poster" },
      first: { scene: "1001" },
    });
    expect(shown?.properties).toMatchObject({ path: "pages/home", scene: 1047 });
  });

  test("offline events outlive the mini-program and go when the network is back", async () => {
    phone.connect(false);
    phone.start();
    siyu.track("paid");
    await wait(60_000);
    expect(phone.sent).toEqual([]);
    const again = new Phone();
    again.kept = phone.kept;
    again.isConnected = false;
    const later = await load();
    later.init(OPTIONS);
    again.connect(true);
    await wait(0);
    expect(told(again.events())).toContain("paid");
    expect(later.anonymousId()).toBe(siyu.anonymousId());
  });

  test("pages made with Component() are followed, and taps in any component", async () => {
    const page = { methods: { onLoad: () => undefined, buy: () => undefined } };
    const card = { methods: { choose: () => undefined } };
    [page, card].forEach((definition) => Component(definition));
    phone.start();
    const { onLoad, onShow, onUnload, buy } = page.methods as unknown as Record<
      string,
      (this: object, event?: object) => void
    >;
    const self = { route: "pages/made" };
    onLoad?.call(self, { a: "1" });
    onShow?.call(self);
    buy?.call(self, { type: "tap", timeStamp: 1, currentTarget: {} });
    (card.methods.choose as (event: object) => void).call({}, { type: "tap", timeStamp: 2, currentTarget: {} });
    onUnload?.call(self);
    await wait(3000);
    expect(phone.events().map(({ name }) => name)).toContain("pages/made");
    expect(happened().filter((name) => name === "mp_tapped")).toHaveLength(2);
  });

  test("pages and taps can be left to code", async () => {
    const quiet = new Phone();
    const other = await load();
    other.init({ ...OPTIONS, pages: false, taps: false });
    quiet.declare("pages/home", { buy: () => undefined });
    quiet.start();
    quiet.tap("buy");
    other.screen("Home", { items: 2 });
    await wait(3000);
    expect(told(quiet.events())).toEqual(["screen"]);
    expect(quiet.events().pop()).toMatchObject({ name: "Home", properties: { items: 2 } });
  });
});
