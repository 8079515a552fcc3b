import type { QuarantineChoice, Replayed } from "@siyu/api";
import { describe, expect, it } from "vitest";
import { calls, replayAll, type Choice, type Progress } from "./replaying.ts";

/** Answers one after the other, and what was asked and told on the way. */
function run(choice: Choice, answers: Replayed[], stopAfter = Infinity) {
  const asked: QuarantineChoice[] = [];
  const told: Progress[] = [];
  const ended = replayAll(choice, {
    send: (call) => {
      asked.push(call);
      return Promise.resolve(answers[asked.length - 1] ?? { tried: 0, passed: 0, left: 0 });
    },
    onProgress: (progress) => told.push(progress),
    isStopped: () => told.length >= stopAfter,
  });
  return { asked, told, ended };
}

const REASON = { code: "plan_violated", event: "product_viewed" };

describe("replaying all of a reason", () => {
  it("goes on while some are left and some came through", async () => {
    const { asked, told, ended } = run(REASON, [
      { tried: 5_000, passed: 5_000, left: 300 },
      { tried: 300, passed: 300, left: 0 },
    ]);
    expect(await ended).toEqual({ passed: 5_300, left: 0 });
    expect(asked).toEqual([
      { ids: [], ...REASON },
      { ids: [], ...REASON },
    ]);
    expect(told).toHaveLength(2);
  });

  it("stops when nothing comes through any more, instead of trying for ever", async () => {
    const { asked, ended } = run(REASON, [
      { tried: 10, passed: 4, left: 6 },
      { tried: 6, passed: 0, left: 6 },
      { tried: 6, passed: 6, left: 0 },
    ]);
    expect(await ended).toEqual({ passed: 4, left: 6 });
    expect(asked).toHaveLength(2);
  });

  it("stops when told to", async () => {
    const { asked, ended } = run(REASON, [{ tried: 5_000, passed: 5_000, left: 9_000 }], 1);
    expect(await ended).toEqual({ passed: 5_000, left: 9_000 });
    expect(asked).toHaveLength(1);
  });
});

describe("replaying chosen events", () => {
  it("asks in portions the server takes and adds up what is left", async () => {
    const ids = Array.from({ length: 700 }, (_, n) => String(n));
    expect(calls({ ids }).map((call) => call.ids.length)).toEqual([500, 200]);
    const { ended } = run({ ids }, [
      { tried: 500, passed: 0, left: 500 },
      { tried: 200, passed: 200, left: 0 },
    ]);
    expect(await ended).toEqual({ passed: 200, left: 500 });
  });
});
