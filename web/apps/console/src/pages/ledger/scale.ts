// A trial balance as a scale: what came out of accounts on one side, what lies in them on the other.
import type { TrialBalance } from "@siyu/api";

type Line = TrialBalance["lines"][number];

export interface Weight {
  line: Line;
  /** Of the heavier side, so that both are drawn to one measure. */
  share: number;
}

export interface Scale {
  given: Weight[];
  held: Weight[];
  total: number;
}

export function scaleOf({ lines }: TrialBalance): Scale {
  const given = lines.filter(({ balance }) => balance < 0).sort((a, b) => a.balance - b.balance);
  const held = lines.filter(({ balance }) => balance > 0).sort((a, b) => b.balance - a.balance);
  const total = Math.max(sum(given), sum(held));
  const weigh = (line: Line): Weight => ({ line, share: total === 0 ? 0 : Math.abs(line.balance) / total });
  return { given: given.map(weigh), held: held.map(weigh), total };
}

const sum = (lines: readonly Line[]): number => lines.reduce((all, { balance }) => all + Math.abs(balance), 0);
