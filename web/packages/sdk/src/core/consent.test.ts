import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open, Place, told } from "../testing/place.ts";

let place: Place;

beforeEach(() => {
  vi.useFakeTimers();
  place = new Place();
});
afterEach(() => vi.useRealTimers());

test("where consent is required nothing is stored or sent before it, and nothing is lost after it", async () => {
  const { tracker } = open(place, { requireConsent: true });
  tracker.track("looked");
  await vi.advanceTimersByTimeAsync(60_000);
  await tracker.flush();
  expect([place.sent.length, localStorage.length]).toEqual([0, 0]);
  await expect(tracker.shareToken()).rejects.toThrow();
  tracker.consent({ analytics: true, marketing: false });
  await vi.advanceTimersByTimeAsync(0);
  expect(told(place.events())).toEqual(["looked"]);
  expect(place.batches()[0]?.context["consent"]).toEqual({
    categoryPreferences: { analytics: true, marketing: false },
  });
  expect(JSON.parse(localStorage.getItem("siyu.visitor") ?? "").anonymousId).toBe(tracker.anonymousId());
});

test("a refusal forgets everything but itself, and is remembered by the next page", async () => {
  const { tracker } = open(place);
  place.isConnected = false;
  tracker.identify("M-1");
  tracker.consent({ analytics: false });
  tracker.track("looked");
  tracker.identify("M-2");
  tracker.register({ store: "S-1" });
  expect(JSON.parse(localStorage.getItem("siyu.visitor") ?? "")).toEqual({ consent: { analytics: false } });
  expect(localStorage.length).toBe(1);
  place.isConnected = true;
  const next = open(place).tracker;
  next.track("looked");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(place.sent).toEqual([]);
  next.consent({ analytics: true });
  next.track("looked again");
  await vi.advanceTimersByTimeAsync(2000);
  expect(told(place.events())).toEqual(["looked again"]);
});

test("a refusal in one tab stops the others, and what closed ones have left is gone", async () => {
  const closed = open(place);
  const here = open(place).tracker;
  const there = open(place).tracker;
  place.isConnected = false;
  closed.tracker.track("looked");
  closed.queue.end();
  place.isConnected = false;
  there.track("looked");
  here.consent({ analytics: false });
  place.isConnected = true;
  await there.flush();
  there.track("looked again");
  expect(place.sent).toEqual([]);
  expect(localStorage.length).toBe(1);
});
