// How events are called: by the title the tracking plan gives them, else by the console's own words, else not at all.
import { plan, type PlannedEventRow } from "@siyu/api";
import { inLocale, named } from "@siyu/i18n";
import { queryOptions, useQuery } from "@tanstack/react-query";

const PAGE = 200;
const PAGES_MAX = 12;

interface Title {
  zh: string;
  en: string;
}

export const titlesQuery = queryOptions({ queryKey: ["plan", "titles"], queryFn: allTitles, staleTime: 60_000 });

/** The title of an event by its name; null when nobody gave it one. */
export function useTitles(enabled = true): (name: string) => string | null {
  const { data } = useQuery({ ...titlesQuery, enabled });
  return (name) => {
    const planned = data?.get(name);
    return planned ? titleOf({ name, title_zh: planned.zh, title_en: planned.en }) : namedTitle(name);
  };
}

/** What the plan calls an event; null when that is only its name. */
export function titleOf({ name, title_zh, title_en }: Pick<PlannedEventRow, "name" | "title_zh" | "title_en">) {
  const title = inLocale({ zh: title_zh, en: title_en });
  return title === name ? null : title;
}

/** What the console calls events that are never planned: identify and its like. */
export function namedTitle(name: string): string | null {
  const title = named("event", name);
  return title === name ? null : title;
}

async function allTitles(): Promise<Map<string, Title>> {
  const titles = new Map<string, Title>();
  let cursor: string | null | undefined;
  for (let page = 0; page < PAGES_MAX && cursor !== null; page += 1) {
    const found = await plan.list({ limit: PAGE, ...(cursor ? { cursor } : {}) });
    for (const { name, title_zh, title_en } of found.items) titles.set(name, { zh: title_zh, en: title_en });
    cursor = found.next_cursor;
  }
  return titles;
}
