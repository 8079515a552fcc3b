// The window on what comes in: answers put on top of what is held, never more than so many rows.
import type { Hit, Live } from "@siyu/api";

export const KEPT_MAX = 500;
/** The most one answer brings. */
export const ASKED_MAX = 200;

export interface LiveWindow {
  hits: readonly Hit[];
  /** The number of the newest hit the server knew, filtered out or not: where to ask on from. */
  newest: number;
  /** Numbers of hits below which some may be missing, because more came at once than one answer brings. */
  gaps: ReadonlySet<number>;
}

export const EMPTY: LiveWindow = { hits: [], newest: 0, gaps: new Set() };

/** Whether the server counts anew: it was started again since the last answer. */
export const startedAnew = (held: LiveWindow, answer: Live): boolean => answer.newest < held.newest;

export function joined(held: LiveWindow, answer: Live): LiveWindow {
  const fresh = answer.items.filter(({ number }) => number > held.newest);
  const oldest = fresh.at(-1);
  const torn = held.newest > 0 && fresh.length >= ASKED_MAX && oldest !== undefined;
  return {
    hits: fresh.length === 0 ? held.hits : [...fresh, ...held.hits].slice(0, KEPT_MAX),
    newest: answer.newest,
    gaps: torn ? new Set([...held.gaps, oldest.number]) : held.gaps,
  };
}
