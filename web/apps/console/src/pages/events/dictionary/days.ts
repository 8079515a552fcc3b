// Every day of a span with its count; the server leaves out days without any.

export interface DayCount {
  day: string;
  count: number;
}

const DAY_MS = 86_400_000;

/** The `span` days up to and including `last` (2010-12-01). */
export function everyDay(counts: readonly DayCount[], last: string, span: number): DayCount[] {
  const known = new Map(counts.map(({ day, count }) => [day, count]));
  const end = Date.parse(`${last}T00:00:00Z`);
  return Array.from({ length: span }, (_, back) => {
    const day = new Date(end - (span - 1 - back) * DAY_MS).toISOString().slice(0, 10);
    return { day, count: known.get(day) ?? 0 };
  });
}
