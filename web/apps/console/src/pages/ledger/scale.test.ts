import type { TrialBalance } from "@siyu/api";
import { switchLocale } from "@siyu/i18n";
import { beforeEach, describe, expect, it } from "vitest";
import { scaleOf } from "./scale.ts";
import { amountIn } from "./units.ts";

const trial = (...balances: number[]): TrialBalance => ({
  unit: "points",
  difference: balances.reduce((sum, each) => sum + each, 0),
  lines: balances.map((balance, index) => ({
    unit: "points",
    owner: "house",
    code: `a${index}`,
    accounts: 1,
    balance,
  })),
});
const shares = (weights: { share: number }[]) => weights.map(({ share }) => share);

beforeEach(() => switchLocale("zh-CN"));

describe("the scale", () => {
  it("has the same weight on both sides, the heaviest first", () => {
    const { given, held, total } = scaleOf(trial(-100, 25, 75, 0));
    expect([shares(given), shares(held), total]).toEqual([[1], [0.75, 0.25], 100]);
  });

  it("shows a side that is too light", () => {
    expect(shares(scaleOf(trial(-100, 50)).held)).toEqual([0.5]);
  });

  it("is empty when nothing moved", () => {
    expect(scaleOf(trial(0, 0))).toEqual({ given: [], held: [], total: 0 });
  });
});

describe("an amount", () => {
  it("of fen is money, of anything else a count", () => {
    expect(amountIn(1250, "fen", "分")).toBe("¥12.50");
    expect(amountIn(-1250, "points", "积分")).toBe("-1,250 积分");
  });
});
