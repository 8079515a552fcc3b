// Replays chosen events call by call: one call takes 5,000 at most, and more are made while they bring something.
import type { QuarantineChoice, Replayed } from "@siyu/api";

/** The most ids one call takes. */
const IDS_MAX = 500;

export interface Progress {
  passed: number;
  left: number;
}

interface Run {
  send: (choice: QuarantineChoice) => Promise<Replayed>;
  onProgress: (progress: Progress) => void;
  isStopped: () => boolean;
}

/** What is waiting: some by id, or all of a reason and a name. */
export type Choice = { ids: readonly string[] } | { code: string; event?: string | undefined };

/** One choice as calls: ids in portions the server takes. */
export function calls(choice: Choice): QuarantineChoice[] {
  if (!("ids" in choice)) return [{ ids: [], ...choice }];
  const portions = Math.ceil(choice.ids.length / IDS_MAX);
  return Array.from({ length: portions }, (_, n) => ({ ids: choice.ids.slice(n * IDS_MAX, (n + 1) * IDS_MAX) }));
}

// Nothing passed: what is left would be tried for ever.
const bringsMore = ({ tried, passed, left }: Replayed): boolean => left > 0 && tried > 0 && passed > 0;

export async function replayAll(choice: Choice, { send, onProgress, isStopped }: Run): Promise<Progress> {
  let sum: Progress = { passed: 0, left: 0 };
  for (const call of calls(choice)) {
    const leftBefore = sum.left;
    let answer: Replayed;
    do {
      if (isStopped()) return sum;
      answer = await send(call);
      sum = { passed: sum.passed + answer.passed, left: leftBefore + answer.left };
      onProgress(sum);
    } while (bringsMore(answer));
  }
  return sum;
}
