// The health of the house.
import { body, http } from "./client.ts";

type ListQuery = { cursor?: string; limit?: number; sort?: string };

export const state = () => body(http.GET("/v1/system"));

export const deadLetters = (query: ListQuery) => body(http.GET("/v1/system/dead-letters", { params: { query } }));

export const retryDeadLetter = (id: string) =>
  body(http.POST("/v1/system/dead-letters/{letter_id}/retries", { params: { path: { letter_id: id } } }));

export const backups = () => body(http.GET("/v1/system/backups"));

export const startBackup = () => body(http.POST("/v1/system/backups"));
