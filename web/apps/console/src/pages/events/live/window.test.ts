import type { Hit, Live } from "@siyu/api";
import { describe, expect, it } from "vitest";
import { ASKED_MAX, EMPTY, joined, KEPT_MAX, startedAnew } from "./window.ts";

/** The hits numbered from `newest` down, as the server answers. */
const answer = (newest: number, count: number): Live => ({
  newest,
  items: Array.from({ length: count }, (_, back) => ({ number: newest - back }) as Hit),
});
const numbers = (hits: readonly Hit[]) => hits.map(({ number }) => number);

describe("the live window", () => {
  it("puts what is new on top", () => {
    const held = joined(joined(EMPTY, answer(3, 3)), answer(5, 2));
    expect(numbers(held.hits)).toEqual([5, 4, 3, 2, 1]);
    expect(held.newest).toBe(5);
  });

  it("keeps the same rows when nothing came", () => {
    const held = joined(EMPTY, answer(3, 3));
    expect(joined(held, { newest: 3, items: [] }).hits).toBe(held.hits);
  });

  it("shows no hit twice when two answers overlap", () => {
    expect(numbers(joined(joined(EMPTY, answer(3, 3)), answer(4, 4)).hits)).toEqual([4, 3, 2, 1]);
  });

  it("asks on from the newest the server knows, even when filters hide it", () => {
    expect(joined(EMPTY, { newest: 90, items: [] }).newest).toBe(90);
  });

  it("keeps the newest five hundred", () => {
    let held = EMPTY;
    for (let newest = 150; newest <= 900; newest += 150) held = joined(held, answer(newest, 150));
    expect(held.hits).toHaveLength(KEPT_MAX);
    expect(held.hits[0]?.number).toBe(900);
  });

  it("says where some are missing because more came than one answer brings", () => {
    const held = joined(joined(EMPTY, answer(10, 10)), answer(1_000, ASKED_MAX));
    expect([...held.gaps]).toEqual([1_000 - ASKED_MAX + 1]);
  });

  it("takes a full first answer for the latest events, not for a gap", () => {
    expect(joined(EMPTY, answer(1_000, ASKED_MAX)).gaps.size).toBe(0);
  });

  it("notices that the server was started again", () => {
    expect(startedAnew(joined(EMPTY, answer(10, 1)), answer(2, 2))).toBe(true);
    expect(startedAnew(joined(EMPTY, answer(10, 1)), answer(10, 0))).toBe(false);
  });
});
