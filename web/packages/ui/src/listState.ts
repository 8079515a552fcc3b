// The state of a list lives in its address: filters, sort, page size and page, so a link shows what its sender saw.
import { useLocation, useNavigate, useSearchParams } from "react-router";

export interface ListQuery {
  cursor?: string;
  limit?: number;
  sort?: string;
}

export interface ListState {
  filters: Record<string, string>;
  sort: string | undefined;
  limit: number;
  cursor: string | undefined;
}

export const PAGE_SIZES = [20, 50, 100] as const;
const DEFAULT_LIMIT = 50;

/** The part of an address a list understands; anything else in it is left alone. */
export function readListState(params: URLSearchParams, names: readonly string[], sort?: string): ListState {
  const limit = Number(params.get("limit"));
  return {
    filters: Object.fromEntries(names.flatMap((name) => (params.get(name) ? [[name, params.get(name) ?? ""]] : []))),
    sort: params.get("sort") ?? sort,
    limit: PAGE_SIZES.some((size) => size === limit) ? limit : DEFAULT_LIMIT,
    cursor: params.get("cursor") ?? undefined,
  };
}

/** The same address with some parameters changed; a cursor belongs to its filters, so it goes when they change. */
export function withChanges(params: URLSearchParams, changes: Record<string, string | undefined>): URLSearchParams {
  const changed = new URLSearchParams(params);
  for (const [name, value] of Object.entries({ cursor: undefined, ...changes })) {
    if (value === undefined || value === "") changed.delete(name);
    else changed.set(name, value);
  }
  return changed;
}

/** Cursors only point forward; the way back is kept in the history entry, where reloads and the back button find it. */
type Trail = readonly string[];

export function useListState(names: readonly string[], defaultSort?: string) {
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const { state: held } = useLocation();
  const trail: Trail = isTrail(held) ? held.trail : [];
  const state = readListState(params, names, defaultSort);
  const go = (cursor: string | undefined, way: Trail) =>
    void navigate({ search: `?${withChanges(params, { cursor })}` }, { state: { trail: way } });

  return {
    ...state,
    page: state.cursor === undefined ? 1 : trail.length + 1,
    canGoBack: state.cursor !== undefined,
    change: (changes: Record<string, string | undefined>) => setParams(withChanges(params, changes)),
    clear: () => setParams(withChanges(params, Object.fromEntries(names.map((name) => [name, undefined])))),
    next: (cursor: string) => go(cursor, [...trail, state.cursor ?? ""]),
    previous: () => go(trail.at(-1) || undefined, trail.slice(0, -1)),
  };
}

function isTrail(held: unknown): held is { trail: Trail } {
  return typeof held === "object" && held !== null && "trail" in held && Array.isArray(held.trail);
}
