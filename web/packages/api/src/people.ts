// Customers: the list, one person, what happened to them.
import { body, http } from "./client.ts";
import type { PeopleQuery } from "./types.ts";

export const list = (query: PeopleQuery) => body(http.GET("/v1/people", { params: { query } }));

export const one = (id: string) => body(http.GET("/v1/people/{person_id}", { params: { path: { person_id: id } } }));

/** The person with nothing masked; the server writes down who looked. */
export const reveal = (id: string) =>
  body(http.POST("/v1/people/{person_id}/reveals", { params: { path: { person_id: id } } }));

export const timeline = (id: string, query: { cursor?: string; event?: string; limit?: number }) =>
  body(http.GET("/v1/people/{person_id}/timeline", { params: { path: { person_id: id }, query } }));
