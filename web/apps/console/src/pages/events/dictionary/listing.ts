// The dictionary comes whole; narrowing, sorting and paging it is done here, as the server does for other lists.
import type { DictionaryRow, Page } from "@siyu/api";

export type PlanStatus = "off" | "warn" | "strict" | "not_planned";
export const PLAN_STATUSES = ["not_planned", "off", "warn", "strict"] as const;

export interface Known {
  id: string;
  row: DictionaryRow;
  status: PlanStatus;
}

interface Asked {
  status?: string | undefined;
  sort?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

const FIELDS: Record<string, (row: DictionaryRow) => string | number> = {
  name: ({ seen }) => seen.name.toLowerCase(),
  count: ({ seen }) => seen.count,
  count_week: ({ seen }) => seen.count_week,
  first_time: ({ seen }) => seen.first_time,
  last_time: ({ seen }) => seen.last_time,
};

export const statusOf = (row: DictionaryRow): PlanStatus => row.mode ?? "not_planned";

export function listed(
  rows: readonly DictionaryRow[],
  { status, sort = "-count", limit = 50, cursor }: Asked,
): Page<Known> {
  const wanted = rows.filter((row) => status === undefined || statusOf(row) === status);
  const sorted = wanted.toSorted(order(sort));
  const start = Number(cursor ?? 0) || 0;
  const items = sorted.slice(start, start + limit);
  return {
    items: items.map((row) => ({ id: row.seen.name, row, status: statusOf(row) })),
    next_cursor: start + limit < sorted.length ? String(start + limit) : null,
    total: sorted.length,
  };
}

function order(sort: string): (a: DictionaryRow, b: DictionaryRow) => number {
  const field = FIELDS[sort.replace(/^-/, "")] ?? FIELDS["name"];
  const way = sort.startsWith("-") ? -1 : 1;
  return (a, b) => {
    const [x, y] = [field?.(a) ?? 0, field?.(b) ?? 0];
    return x === y ? a.seen.name.localeCompare(b.seen.name) : x < y ? -way : way;
  };
}
