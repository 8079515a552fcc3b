// Events: what comes in now, what was refused and why, every name ever seen.
import { body, http } from "./client.ts";
import type { Live, LiveQuery, QuarantineChoice, QuarantineQuery } from "./types.ts";

export const codes = () => body(http.GET("/v1/events/codes"));

// The client forgets that an identity is a pair of texts.
export const live = (query: LiveQuery) => body(http.GET("/v1/events/live", { params: { query } })) as Promise<Live>;

export const quarantine = (query: QuarantineQuery) => body(http.GET("/v1/events/quarantine", { params: { query } }));

export const quarantined = (id: string) =>
  body(http.GET("/v1/events/quarantine/{event_id}", { params: { path: { event_id: id } } }));

export const reasons = () => body(http.GET("/v1/events/quarantine/reasons"));

/** Sends waiting events through the steps again, 5,000 at most; `left` says how many still wait. */
export const replay = (chosen: QuarantineChoice) => body(http.POST("/v1/events/quarantine/replays", { body: chosen }));

export const dismiss = (chosen: QuarantineChoice) =>
  body(http.POST("/v1/events/quarantine/dismissals", { body: chosen }));

export const dictionary = (query: { q?: string }) => body(http.GET("/v1/events/dictionary", { params: { query } }));

export const named = (name: string) => body(http.GET("/v1/events/dictionary/{name}", { params: { path: { name } } }));
