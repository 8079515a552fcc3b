// Looks at what came since the last look, every two seconds while the page is seen and nobody paused it.
import { events } from "@siyu/api";
import { useQuery } from "@tanstack/react-query";
import { ASKED_MAX, EMPTY, joined, startedAnew, type LiveWindow } from "./window.ts";

const EVERY_MS = 2_000;

export interface LiveFilters {
  q?: string;
  status?: "kept" | "duplicate" | "dropped" | "quarantined";
  person_id?: string;
}

export function useLive(filters: LiveFilters, paused: boolean) {
  return useQuery({
    queryKey: ["live", filters],
    // What is held is the query's own data: other filters start with an empty window.
    queryFn: ({ client, queryKey }) => look(client.getQueryData<LiveWindow>(queryKey) ?? EMPTY, filters),
    // Not in the background: a tab nobody sees asks nothing, and asks at once when it is seen again.
    refetchInterval: paused ? false : EVERY_MS,
    refetchOnWindowFocus: paused ? false : "always",
    structuralSharing: false,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}

async function look(held: LiveWindow, filters: LiveFilters): Promise<LiveWindow> {
  const answer = await events.live({ ...filters, after: held.newest, limit: ASKED_MAX });
  if (!startedAnew(held, answer)) return joined(held, answer);
  return joined(EMPTY, await events.live({ ...filters, limit: ASKED_MAX }));
}
