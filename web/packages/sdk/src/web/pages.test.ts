import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { land, look } from "../testing/page.ts";
import { told, type Place } from "../testing/place.ts";

const ORIGIN = "http://localhost:3000";
const TOKEN = "s".repeat(32);

beforeEach(() => {
  vi.useFakeTimers();
  document.title = "Tea";
});
afterEach(() => vi.useRealTimers());

/** Name and path of every view and leave, in order. */
const path = (place: Place) =>
  place
    .events()
    .filter(({ type, event }) => type === "page" || event === "page_left")
    .map(({ type, name, context }) => [type === "page" ? name : "left", (context["page"] as { url: string }).url]);

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test("loading a page is a view with title, address and where the visitor came from", async () => {
  Object.defineProperty(document, "referrer", { value: "https://search.example/?q=tea", configurable: true });
  const { place } = land("/tea?sku=1");
  await wait(2000);
  const [view] = place.named("page");
  expect(view).toMatchObject({ type: "page", name: "Tea" });
  const referrer = "https://search.example/?q=tea";
  expect(view?.context["page"]).toEqual({ url: `${ORIGIN}/tea?sku=1`, path: "/tea", title: "Tea", referrer });
  expect(view?.context["first"]).toEqual({ referrer });
  Object.defineProperty(document, "referrer", { value: "", configurable: true });
});

test("another address is another page: the old one is left, the new one has its own title and comes from the old", async () => {
  const { place } = land("/tea");
  await wait(3000);
  history.pushState(null, "", "/cart");
  document.title = "Cart";
  await wait(1000);
  history.back();
  await wait(4000);
  expect(path(place)).toEqual([
    ["Tea", `${ORIGIN}/tea`],
    ["left", `${ORIGIN}/tea`],
    ["Cart", `${ORIGIN}/cart`],
    ["left", `${ORIGIN}/cart`],
    ["Cart", `${ORIGIN}/tea`],
  ]);
  const [, cart] = place.named("page");
  expect(cart?.context["page"]).toMatchObject({ referrer: `${ORIGIN}/tea`, title: "Cart" });
  expect(place.named("page_left")[0]?.properties).toMatchObject({
    visible_ms: 3000,
    scroll_percent: expect.any(Number),
    path: "/tea",
  });
});

test("a redirect, an anchor and a state without an address are no pages; a route in the fragment is one", async () => {
  const { place } = land("/tea");
  await wait(0);
  history.pushState(null, "", "/login");
  history.replaceState(null, "", "/account");
  await wait(0);
  history.pushState({ filter: 1 }, "");
  location.hash = "#reviews";
  await wait(10);
  location.hash = "#/reviews";
  await wait(3000);
  const views = path(place).filter(([name]) => name !== "left");
  expect(views.map(([, url]) => url)).toEqual([`${ORIGIN}/tea`, `${ORIGIN}/account`, `${ORIGIN}/account#/reviews`]);
});

test("a page is left when it goes out of sight, again after each time it was looked at, and a beacon carries it", async () => {
  const beacons: string[] = [];
  const sendBeacon = (_: string, body: string) => !!beacons.push(body);
  Object.defineProperty(navigator, "sendBeacon", { value: sendBeacon, configurable: true });
  const { place } = land("/tea");
  await wait(1000);
  look("hidden");
  expect(JSON.parse(beacons[0] ?? "").batch).toMatchObject([{}, {}, { type: "page" }, { event: "page_left" }]);
  await wait(60_000);
  look("visible");
  await wait(500);
  dispatchEvent(new Event("pagehide"));
  dispatchEvent(new Event("pagehide"));
  await wait(3000);
  expect(beacons).toHaveLength(2);
  expect(place.named("page_left").map(({ properties }) => properties?.["visible_ms"])).toEqual([1000, 500]);
  expect(new Set(place.events().map(({ messageId }) => messageId)).size).toBe(place.events().length);
});

test("a page that comes back from the browser's memory is viewed again", async () => {
  const { place } = land("/tea");
  await wait(0);
  dispatchEvent(new Event("pagehide"));
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  await wait(3000);
  expect(path(place).map(([name]) => name)).toEqual(["Tea", "left", "Tea"]);
});

test("a page the browser loads ahead is viewed when somebody sees it", async () => {
  Object.defineProperty(document, "prerendering", { value: true, configurable: true });
  const { siyu, place } = land("/tea");
  siyu.track("loaded");
  await wait(5000);
  expect(place.sent).toEqual([]);
  Object.defineProperty(document, "prerendering", { value: false, configurable: true });
  document.dispatchEvent(new Event("prerenderingchange"));
  await wait(5000);
  expect(told(place.events())).toEqual(["loaded", "page"]);
});

test("where pages are not followed, code says what is one", async () => {
  const { siyu, place } = land("/tea", { pages: false });
  history.pushState(null, "", "/cart");
  await wait(1000);
  siyu.page("Cart", { items: 2 });
  await wait(1000);
  siyu.page();
  await wait(3000);
  expect(place.named("page")).toMatchObject([
    { name: "Cart", properties: { items: 2, path: "/cart" } },
    { name: "Tea", properties: { path: "/cart", title: "Tea" } },
  ]);
  expect(place.named("page_left")).toHaveLength(1);
});

test("marks in the address go with the session's events, with later sessions as the last ones, for ever as the first", async () => {
  const { siyu, place } = land("/tea?utm_source=weibo&ch=store-7&sy_inv=abc");
  await wait(31 * 60_000);
  siyu.track("later");
  history.pushState(null, "", "/cart?utm_source=sms");
  await wait(3000);
  const marks = { campaign: { source: "weibo" }, channelCode: "store-7", inviterToken: "abc" };
  expect(place.named("session_started")[0]?.context).toMatchObject({ ...marks, first: marks });
  const later = place.named("later")[0]?.context;
  expect(later).toMatchObject({ last: marks, first: marks });
  expect(later).not.toHaveProperty("campaign");
  expect(place.named("page")[1]?.context).toMatchObject({ campaign: { source: "sms" }, first: marks });
});

test("a shared address carries this visitor's token instead of how they came, and asks for it once", async () => {
  const { siyu, place } = land("/tea?sku=1&utm_source=weibo&gdt_vid=g&ch=store-7&sy_inv=abc&scene=x");
  place.answers = [{ status: 200, body: { token: TOKEN } }];
  expect(await siyu.shareUrl()).toBe(`${ORIGIN}/tea?sku=1&scene=x&sy_inv=${TOKEN}`);
  expect(await siyu.shareUrl("/cart?ch=1#top")).toBe(`${ORIGIN}/cart?sy_inv=${TOKEN}#top`);
  expect(place.sent).toHaveLength(1);
  expect(place.sent[0]?.url).toBe("https://siyu.example/v1/share-tokens?writeKey=pk_test");
  expect(JSON.parse(place.sent[0]?.body ?? "")).toEqual({ anonymousId: siyu.anonymousId(), inviterToken: "abc" });
});

test("without an answer there is no token, and the next time it is asked for again", async () => {
  const { siyu, place } = land("/tea");
  place.answers = [{ status: 503 }, { status: 200, body: { token: TOKEN } }];
  await expect(siyu.shareToken()).rejects.toThrow();
  expect(await siyu.shareToken()).toBe(TOKEN);
  siyu.reset();
  place.answers = [{ status: 200, body: { token: "other" } }];
  expect(await siyu.shareToken()).toBe("other");
});
