// Where the identifiers of a person stand around them: grouped by type, the surest first, on both sides evenly.
import { IDENTIFIER_TYPES } from "../naming.ts";

export interface Known {
  type: string;
  value: string;
  source: string;
  linked_at: string;
}

export interface Group {
  type: string;
  shown: Known[];
  /** How many more there are than are drawn. */
  more: number;
  side: "left" | "right";
  /** Where its first line stands. */
  top: number;
}

export interface Graph {
  groups: Group[];
  height: number;
}

export const LINE = 18;
const VALUES_SHOWN = 3;
const GAP = 16;
const HEIGHT_MIN = 96;
const CHARS_MAX = 15;
const TAIL_CHARS = 6;

export function graph(known: readonly Known[]): Graph {
  const filled = { left: 0, right: 0 };
  const groups = byType(known).map((group): Group => {
    const side = filled.right < filled.left ? "right" : "left";
    const top = filled[side];
    filled[side] += tall(group) + GAP;
    return { ...group, side, top };
  });
  const height = Math.max(HEIGHT_MIN, filled.left - GAP, filled.right - GAP);
  const lower = { left: (height - filled.left + GAP) / 2, right: (height - filled.right + GAP) / 2 };
  return { height, groups: groups.map((group) => ({ ...group, top: group.top + lower[group.side] })) };
}

/** Long ids keep their beginning and their end, which tell them apart. */
export function shortened(value: string): string {
  if (value.length <= CHARS_MAX) return value;
  return `${value.slice(0, CHARS_MAX - TAIL_CHARS - 1)}…${value.slice(-TAIL_CHARS)}`;
}

const tall = ({ shown, more }: Pick<Group, "shown" | "more">): number => LINE * (1 + shown.length + (more > 0 ? 1 : 0));

function byType(known: readonly Known[]): Pick<Group, "type" | "shown" | "more">[] {
  const types = [...new Set(known.map(({ type }) => type))].sort((a, b) => trust(a) - trust(b));
  return types.map((type) => {
    const all = known.filter((each) => each.type === type);
    return { type, shown: all.slice(0, VALUES_SHOWN), more: Math.max(0, all.length - VALUES_SHOWN) };
  });
}

// A type this console does not know yet stands last.
function trust(type: string): number {
  const place = (IDENTIFIER_TYPES as readonly string[]).indexOf(type);
  return place < 0 ? IDENTIFIER_TYPES.length : place;
}
