// The tracking plan: what each event must look like.
import { body, http } from "./client.ts";
import type { Mode, PlannedEvent, PlanQuery, Trial, WantedEvent } from "./types.ts";

export const list = (query: PlanQuery) => body(http.GET("/v1/tracking-plan/events", { params: { query } }));

export const groups = () => body(http.GET("/v1/tracking-plan/groups"));

export const one = (name: string) => body(http.GET("/v1/tracking-plan/events/{name}", { params: { path: { name } } }));

export const define = (name: string, wanted: WantedEvent): Promise<PlannedEvent> =>
  body(http.PUT("/v1/tracking-plan/events/{name}", { params: { path: { name } }, body: wanted }));

export const setMode = (name: string, mode: Mode) =>
  body(http.PATCH("/v1/tracking-plan/events/{name}", { params: { path: { name } }, body: { mode } }));

/** An event of the brand's own leaves the plan; one of the spec is again as it was shipped. */
export const retire = (name: string) =>
  body(http.DELETE("/v1/tracking-plan/events/{name}", { params: { path: { name } } }));

/** What is wrong with these properties; nothing is kept. */
export const attempt = (trial: Trial) => body(http.POST("/v1/tracking-plan/trials", { body: trial }));

export const settings = () => body(http.GET("/v1/tracking-plan/settings"));

export const changeSettings = (unplanned: Mode) =>
  body(http.PUT("/v1/tracking-plan/settings", { body: { unplanned } }));
