import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ACCEPTED, open, Place, told } from "../testing/place.ts";
import type { Answer, Problem } from "./contract.ts";

const MINUTE = 60_000;
let place: Place;
let problems: Problem[];
let onError: (problem: Problem) => void;

beforeEach(() => {
  vi.useFakeTimers();
  place = new Place();
  problems = [];
  onError = (problem) => problems.push(problem);
});
afterEach(() => vi.useRealTimers());

test("twenty events go at once and in order, fewer after two seconds", async () => {
  const { tracker } = open(place);
  for (let count = 0; count < 40; count++) tracker.track(`event ${count}`);
  await vi.advanceTimersByTimeAsync(0);
  expect(place.batches().map(({ batch }) => batch.length)).toEqual([20, 20, 2]);
  expect(told(place.events())).toEqual(Array.from({ length: 40 }, (_, count) => `event ${count}`));
  tracker.track("late");
  await vi.advanceTimersByTimeAsync(1999);
  expect(place.sent).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(1);
  expect(place.sent).toHaveLength(4);
});

test("a batch holds at most sixty thousand bytes, counted as they are sent", async () => {
  const { tracker } = open(place);
  for (let count = 0; count < 8; count++) tracker.track("long", { text: "茶".repeat(6000) });
  await tracker.flush();
  const bytes = place.sent.map(({ body }) => new TextEncoder().encode(body).length);
  expect(Math.max(...bytes)).toBeLessThan(60_000);
  expect(place.named("long")).toHaveLength(8);
});

test.each<[string, Answer]>([
  ["no network", { status: 0 }],
  ["too many requests", { status: 429 }],
  ["a server that starts", { status: 503 }],
  ["a hotel's portal", { status: 200 }],
])("after %s the same events go again, later and later", async (_, failure) => {
  const { tracker } = open(place);
  place.answers = [failure, failure, failure];
  tracker.track("paid");
  place.random = () => 0.5;
  await tracker.flush();
  for (const pause of [750, 1500, 3000]) {
    const tries = place.sent.length;
    await vi.advanceTimersByTimeAsync(pause - 1);
    expect(place.sent).toHaveLength(tries);
    await vi.advanceTimersByTimeAsync(1);
    expect(place.sent).toHaveLength(tries + 1);
  }
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(place.sent).toHaveLength(4);
  const ids = place.named("paid").map(({ messageId }) => messageId);
  expect([ids.length, new Set(ids).size]).toEqual([4, 1]);
  expect(problems).toEqual([]);
});

test("Retry-After is honoured, also when the network comes back meanwhile", async () => {
  const { tracker } = open(place);
  place.answers = [{ status: 429, retryAfter: "120" }];
  tracker.track("paid");
  await tracker.flush();
  await vi.advanceTimersByTimeAsync(119_000);
  expect(place.sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(place.sent).toHaveLength(2);
});

test("a batch that is too large is sent in halves, a single event that is too large is given up", async () => {
  const { tracker } = open(place, { onError });
  const tooLarge: Answer = { status: 413, body: { code: "batch_too_large" } };
  place.answers = [tooLarge, tooLarge, tooLarge, ACCEPTED];
  for (const name of ["a", "b"]) tracker.track(name);
  await tracker.flush();
  expect(place.batches().map(({ batch }) => batch.length)).toEqual([4, 2, 1, 3]);
  await vi.advanceTimersByTimeAsync(0);
  expect(problems).toEqual([{ code: "batch_too_large", status: 413, count: 1 }]);
});

test("a batch the server cannot read is dropped and reported; later ones go on", async () => {
  const { tracker } = open(place, { onError });
  place.answers = [{ status: 400, body: { code: "body_broken" } }];
  tracker.track("a");
  await tracker.flush();
  tracker.track("b");
  await tracker.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(problems).toEqual([{ code: "body_broken", status: 400, count: 3 }]);
  expect(place.named("b")).toHaveLength(1);
});

test.each([401, 403])("a key that is refused (%s) is reported and its events wait", async (status) => {
  const { tracker } = open(place, { onError });
  place.answers = [{ status }];
  tracker.track("a");
  await tracker.flush();
  await vi.advanceTimersByTimeAsync(2 * MINUTE);
  expect(problems).toEqual([{ code: "not_accepted", status }]);
  expect(place.sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  expect(place.named("a")).toHaveLength(2);
});

test("events the server did not keep are reported one by one", async () => {
  const { tracker } = open(place, { onError });
  const verdict = { messageId: "m-1", status: "quarantined", code: "name_invalid", message: "…" };
  const results = [{ messageId: "m-0", status: "kept" }, { messageId: "m-2", status: "duplicate" }, verdict];
  place.answers = [{ status: 200, body: { success: true, results } }];
  tracker.track("a");
  await tracker.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(problems).toEqual([{ code: "name_invalid", messageId: "m-1", message: "…" }]);
});

test("an answer that never comes counts as none", async () => {
  const { tracker } = open(place);
  place.answers = [new Promise<Answer>(() => undefined)];
  tracker.track("a");
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(place.named("a").length).toBeGreaterThan(1);
});

test("offline nothing is tried; the first moment online everything goes", async () => {
  const { tracker } = open(place);
  place.isConnected = false;
  tracker.track("a");
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(place.sent).toEqual([]);
  place.isConnected = true;
  await tracker.flush();
  expect(told(place.events())).toEqual(["a"]);
});
