import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open, PAGE, Place } from "../testing/place.ts";

const NOON = "2026-05-01T12:00:00.000Z";
const MINUTE = 60_000;
let place: Place;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(NOON) });
  place = new Place();
});
afterEach(() => vi.useRealTimers());

test("an event says who, when, where and in which session, and the first visit is told once", async () => {
  const { tracker } = open(place);
  tracker.track("product_viewed", { sku: "TEA-01" });
  await vi.advanceTimersByTimeAsync(2000);
  expect(place.sent[0]?.url).toBe("https://siyu.example/v1/batch?writeKey=pk_test");
  const [visit, session, viewed] = place.events();
  expect([visit?.event, session?.event]).toEqual(["first_visit", "session_started"]);
  expect(viewed).toMatchObject({
    type: "track",
    event: "product_viewed",
    properties: { sku: "TEA-01" },
    timestamp: NOON,
  });
  expect(viewed?.messageId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(viewed?.anonymousId).toBe(visit?.anonymousId);
  expect(viewed?.context).toMatchObject({ page: PAGE, session: { first: true, startedAt: NOON } });
  const [batch] = place.batches();
  expect(batch?.context).toMatchObject({ library: { name: "siyu-test" }, locale: "zh-CN" });
  expect(batch?.sentAt).toBe(NOON);
});

test("a session ends after thirty minutes without an event, not before", async () => {
  const { tracker } = open(place);
  for (const pause of [0, 29, 29, 31]) {
    await vi.advanceTimersByTimeAsync(pause * MINUTE);
    tracker.track("looked");
  }
  await tracker.flush();
  const sessions = place.named("looked").map(({ context }) => context["session"] as { id: string; first: boolean });
  expect(sessions.map(({ first }) => first)).toEqual([true, true, true, false]);
  expect(new Set(sessions.map(({ id }) => id)).size).toBe(2);
  expect([place.named("session_started").length, place.named("first_visit").length]).toEqual([2, 1]);
});

test("two pages share visitor and session", async () => {
  const here = open(place).tracker;
  const there = open(place).tracker;
  here.identify("M-1");
  there.track("looked");
  await here.flush();
  await there.flush();
  expect(place.named("looked")[0]).toMatchObject({ userId: "M-1", anonymousId: here.anonymousId() });
  expect(place.named("session_started")).toHaveLength(1);
});

test("registered properties go along until taken back; what an event says itself is stronger", async () => {
  const { tracker } = open(place);
  tracker.register({ store: "S-1", theme: "dark" });
  tracker.track("looked", { theme: "light" });
  tracker.register({ store: undefined });
  tracker.track("looked");
  tracker.profile("set", { city: "杭州" });
  await tracker.flush();
  expect(place.named("looked").map(({ properties }) => properties)).toEqual([
    { store: "S-1", theme: "light" },
    { theme: "dark" },
  ]);
  expect(place.named("profile")[0]).toMatchObject({ verb: "set", traits: { city: "杭州" } });
  expect(place.named("profile")[0]).not.toHaveProperty("properties");
});

test("time() measures up to the next event of that name, once", async () => {
  const { tracker } = open(place);
  tracker.time("paid");
  await vi.advanceTimersByTimeAsync(1500);
  tracker.track("paid");
  tracker.track("paid");
  await tracker.flush();
  expect(place.named("paid").map(({ properties }) => properties)).toEqual([{ duration_ms: 1500 }, {}]);
});

test("bound identities go along; another user id, or a reset, is another person on the same device", async () => {
  const { tracker } = open(place);
  tracker.bind({ openid: "o-1" });
  tracker.bind({ unionid: "u-1" });
  tracker.identify("M-1", { name: "林小满" });
  const first = tracker.anonymousId();
  tracker.identify("M-1");
  expect(tracker.anonymousId()).toBe(first);
  tracker.identify(2);
  expect(tracker.anonymousId()).not.toBe(first);
  tracker.reset();
  tracker.track("looked");
  await tracker.flush();
  expect(place.named("bind")[1]?.identities).toEqual({ unionid: "u-1" });
  expect(place.named("identify").map(({ userId }) => userId)).toEqual(["M-1", "M-1", "2"]);
  expect(place.named("identify")[0]).toMatchObject({
    identities: { openid: "o-1", unionid: "u-1" },
    traits: { name: "林小满" },
  });
  expect(place.named("looked")[0]).not.toHaveProperty("userId");
  expect(place.named("looked")[0]).not.toHaveProperty("identities");
  expect(place.named("first_visit")).toHaveLength(1);
});

test("only a sample of the visitors has automatic events; what code tells is always kept", async () => {
  const { tracker } = open(place, { sampleRate: 0 });
  tracker.track("paid");
  await tracker.flush();
  expect(place.events().map(({ event }) => event)).toEqual(["paid"]);
});

test("a plugin changes events or leaves them out, and none can break the page", async () => {
  const problems: unknown[] = [];
  const { tracker } = open(place, { onError: (problem) => problems.push(problem) });
  tracker.use((event) => {
    if (event.event === "secret") return null;
    if (event.event === "broken") throw new Error("plugin");
    event.properties = { ...event.properties, seen: true };
    return event;
  });
  for (const name of ["secret", "broken", "open"]) tracker.track(name);
  const round: Record<string, unknown> = {};
  round["self"] = round;
  tracker.track("round", round);
  tracker.track("long", { text: "茶".repeat(11_000) });
  await vi.advanceTimersByTimeAsync(2000);
  expect(place.named("open")[0]?.properties).toEqual({ seen: true });
  expect(place.events()).toHaveLength(3);
  expect(problems).toMatchObject([{ code: "not_understood" }, { code: "not_understood" }, { code: "event_too_large" }]);
});

test("what is told before init goes along", async () => {
  const { tracker } = open(place);
  expect(tracker.anonymousId()).toBeTruthy();
  tracker.init({ key: "other" });
  tracker.track("looked");
  await tracker.flush();
  expect(place.sent[0]?.url).toContain("writeKey=pk_test");
});
