import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { click, land, look } from "../testing/page.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const clicked = async (html: string, selector: string) => {
  document.body.innerHTML = html;
  const { place } = land("/tea", { pages: false });
  click(selector);
  await vi.advanceTimersByTimeAsync(3000);
  return place.events().filter(({ event }) => !/^(first_visit|session_started)$/.test(event ?? ""));
};

test("a click on a link tells its text, place and target", async () => {
  const text = "🍵".repeat(60);
  const html = `<main id="shop"><p><a href="/x">x</a><a href="/tea?id=1" class="b"> ${text}\n <b>y</b></a></p></main>`;
  const [event] = await clicked(html, "b");
  expect(event?.event).toBe("element_clicked");
  expect(event?.properties).toEqual({
    url: `${location.origin}/tea`,
    path: "/tea",
    title: "",
    element_tag: "a",
    element_text: "🍵".repeat(50),
    element_path: "main#shop > p > a:nth-of-type(2)",
    element_href: "/tea?id=1",
  });
});

test.each([
  ["a button", `<button id="b">Buy</button>`, "Buy"],
  ["a role", `<div id="b" role="button" aria-label="Close">×</div>`, "Close"],
  ["a submit button", `<input id="b" type="submit" value="Send">`, "Send"],
])("%s is clickable", async (_, html, text) => {
  const [event] = await clicked(html, "#b");
  expect(event?.properties).toMatchObject({ element_id: "b", element_text: text });
});

test.each([
  ["plain text", `<p id="b">Text</p>`],
  ["what somebody types into", `<input id="b" value="secret"><textarea>secret</textarea>`],
  ["what is to be ignored", `<div data-track-ignore><button id="b" data-track="x">Buy</button></div>`],
])("a click on %s is nobody's business", async (_, html) => {
  expect(await clicked(html, "#b")).toEqual([]);
});

test.each([
  ["itself", `<button id="b" data-track-mask>林小满</button>`],
  ["something around it", `<div data-track-mask><button id="b">林小满</button></div>`],
  ["a part of it", `<a id="b" href="#"><span data-track-mask>林小满</span> signed in</a>`],
])("no text is recorded where %s is masked", async (_, html) => {
  const [event] = await clicked(html, "#b");
  expect(event?.event).toBe("element_clicked");
  expect(event?.properties).not.toHaveProperty("element_text");
});

test("a mark names the event, also from outside of a button, and brings properties", async () => {
  const html = `<div data-track="card_opened" data-track-sku="TEA-01" data-track-order-id="7"><button>Open</button></div>`;
  const events = await clicked(html, "button");
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    event: "card_opened",
    properties: { sku: "TEA-01", order_id: "7", element_tag: "div" },
  });
});

const BUY = `<button data-track="cart_filled" data-track-sku="TEA-01">Buy</button>`;

/** Clicks a marked button whose own code tracks too, as `handler` says. */
async function bought(handler: (track: (amount: number) => void, flush: () => Promise<void>) => unknown) {
  document.body.innerHTML = BUY;
  const { siyu, place } = land("/tea", { pages: false });
  const track = (amount: number) => siyu.track("cart_filled", { amount });
  document.querySelector("button")?.addEventListener("click", () => void handler(track, () => siyu.flush()));
  click("button");
  await vi.advanceTimersByTimeAsync(5000);
  return place.named("cart_filled").map(({ properties }) => properties);
}

test("one click is one event: what code tracks under the mark's name is laid over it", async () => {
  expect(await bought((track) => track(88))).toMatchObject([{ sku: "TEA-01", amount: 88 }]);
  const later = await bought((track) => setTimeout(track, 900, 88));
  expect(later).toMatchObject([{ sku: "TEA-01", amount: 88 }]);
});

test("it stays one event when much else is told and sent in between, or the page is left", async () => {
  expect(await bought((track, flush) => flush().then(() => track(88)))).toMatchObject([{ sku: "TEA-01", amount: 88 }]);
  Object.defineProperty(navigator, "sendBeacon", { value: () => true, configurable: true });
  const left = await bought((track) => {
    look("hidden");
    track(88);
  });
  expect(left).toMatchObject([{ sku: "TEA-01" }]);
});

test("two calls, or one after more than a second, are events of their own", async () => {
  const twice = await bought((track) => [88, 99].forEach(track));
  expect(twice).toMatchObject([{ sku: "TEA-01", amount: 88 }, { amount: 99 }]);
  expect(await bought((track) => setTimeout(track, 1100, 88))).toHaveLength(2);
});

test("another name is another event", async () => {
  document.body.innerHTML = BUY;
  const { siyu, place } = land("/tea", { pages: false });
  document.querySelector("button")?.addEventListener("click", () => siyu.track("paid"));
  click("button");
  await vi.advanceTimersByTimeAsync(3000);
  expect([place.named("cart_filled").length, place.named("paid").length]).toEqual([1, 1]);
});

test("clicks can be switched off", async () => {
  document.body.innerHTML = BUY;
  const { siyu, place } = land("/tea", { pages: false, clicks: false });
  click("button");
  await siyu.flush();
  expect(place.events()).toEqual([]);
});
