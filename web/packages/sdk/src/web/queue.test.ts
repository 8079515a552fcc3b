import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Queue } from "../core/queue.ts";
import type { Sender } from "../core/sender.ts";
import { Tracker } from "../core/tracker.ts";
import { KEY, open, Place, told } from "../testing/place.ts";
import { PREFIX } from "./queue.ts";

const HOUR = 60 * 60_000;
let place: Place;

beforeEach(() => {
  vi.useFakeTimers();
  place = new Place();
  place.isConnected = false;
});
afterEach(() => vi.useRealTimers());

const entries = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

async function online(): Promise<void> {
  place.isConnected = true;
  await vi.advanceTimersByTimeAsync(10 * 60_000);
}

test("events outlive the page: what it left is sent by the next one, once", async () => {
  const { tracker, queue } = open(place);
  tracker.track("a");
  queue.end();
  open(place).tracker.track("b");
  await online();
  expect(told(place.events())).toEqual(["a", "b"]);
  expect(entries()).toEqual([]);
});

test("pages that are open at once neither overwrite nor send each other's events", async () => {
  const [here, there] = [open(place).tracker, open(place).tracker];
  for (const name of ["a", "b"]) {
    here.track(`here ${name}`);
    there.track(`there ${name}`);
  }
  expect(entries()).toHaveLength(2);
  await online();
  expect(told(place.events()).sort()).toEqual(["here a", "here b", "there a", "there b"]);
});

test("a clock that was years ahead does not lock events in", async () => {
  vi.setSystemTime(Date.now() + 9000 * HOUR);
  open(place).tracker.track("a");
  vi.setSystemTime(Date.now() - 9000 * HOUR);
  place.isConnected = true;
  await open(place).tracker.flush();
  expect(told(place.events())).toEqual(["a"]);
});

test("the events of a page that crashed are taken over, and a page that was only frozen yields", async () => {
  const frozen = open(place).tracker;
  frozen.track("a");
  vi.setSystemTime(Date.now() + 11 * 60_000);
  open(place).tracker.track("b");
  frozen.track("c");
  place.isConnected = true;
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(told(place.events()).sort()).toEqual(["a", "b", "c"]);
});

test("the queue keeps the newest five hundred and says how many it lost", async () => {
  const problems: unknown[] = [];
  const { tracker } = open(place, { onError: (problem) => problems.push(problem) });
  for (let count = 0; count < 510; count++) tracker.track(`event ${count}`);
  await online();
  expect(place.events()).toHaveLength(500);
  expect(place.events()[0]?.event).toBe("event 10");
  expect(problems).toHaveLength(12);
  expect(problems[0]).toEqual({ code: "queue_full", count: 1 });
});

test("a storage that is full or refused costs nothing but the reload", async () => {
  const refuse = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  place.storage = { getItem: () => null, setItem: refuse, removeItem: refuse };
  const { tracker } = open(place);
  tracker.track("a");
  tracker.track("b");
  await online();
  expect(told(place.events())).toEqual(["a", "b"]);
  expect(new Set(place.events().map(({ anonymousId }) => anonymousId)).size).toBe(1);
});

test("a storage somebody else has written to does no harm", async () => {
  localStorage.setItem("siyu.visitor", "{broken");
  localStorage.setItem(`${PREFIX}x`, "");
  open(place).tracker.track("a");
  await online();
  expect(told(place.events())).toEqual(["a"]);
});

test("a beacon takes what is not on its way; without an answer it is sent again, but not after a day", async () => {
  const sent: string[] = [];
  vi.stubGlobal("navigator", { sendBeacon: (_: string, body: string) => !!sent.push(body) });
  for (const [pause, again] of [
    [HOUR, 1],
    [25 * HOUR, 0],
  ] as const) {
    const { tracker, queue } = open(place);
    const sender = (tracker as unknown as { _sender: Sender })._sender;
    tracker.track("a");
    queue.leave(sender);
    expect(sent).toEqual([]);
    place.isConnected = true;
    queue.leave(sender);
    queue.leave(sender);
    queue.end();
    expect(sent.splice(0).map((body) => told(JSON.parse(body).batch))).toEqual([["a"]]);
    vi.setSystemTime(Date.now() + pause);
    place.sent = [];
    await open(place).tracker.flush();
    expect(place.named("a")).toHaveLength(again);
    place.isConnected = false;
  }
  vi.unstubAllGlobals();
});

test("where there is only one page, its queue is simply kept", async () => {
  const first = new Tracker(place, new Queue(place, "siyu.queue"), "siyu-test");
  first.init({ key: KEY });
  first.track("a");
  const second = new Tracker(place, new Queue(place, "siyu.queue"), "siyu-test");
  second.init({ key: KEY });
  second.track("b");
  place.isConnected = true;
  await second.flush();
  expect(told(place.events())).toEqual(["a", "b"]);
  expect(localStorage.getItem("siyu.queue")).toBeNull();
});
