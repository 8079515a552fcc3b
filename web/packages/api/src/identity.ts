// OneID: whom a person was merged with, merging and taking it back, and identifiers that contradict each other.
import { body, http } from "./client.ts";
import type { ConflictsQuery, WantedDecision } from "./types.ts";

export const changes = (id: string) =>
  body(http.GET("/v1/people/{person_id}/identity-changes", { params: { path: { person_id: id } } }));

/** Answers who both are from now on. */
export const merge = (id: string, wanted: { with_id: string; why: string }) =>
  body(http.POST("/v1/people/{person_id}/merge", { params: { path: { person_id: id } }, body: wanted }));

export const undo = (changeId: string, why: string) =>
  body(
    http.POST("/v1/identity-changes/{change_id}/undo", { params: { path: { change_id: changeId } }, body: { why } }),
  );

export const conflicts = (query: ConflictsQuery) => body(http.GET("/v1/identity-conflicts", { params: { query } }));

export const decide = (id: string, wanted: WantedDecision) =>
  body(
    http.POST("/v1/identity-conflicts/{conflict_id}/decisions", {
      params: { path: { conflict_id: id } },
      body: wanted,
    }),
  );
