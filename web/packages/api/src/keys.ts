// Keys for programs.
import { body, http } from "./client.ts";
import type { NewApiKey } from "./types.ts";

type ListQuery = { cursor?: string; limit?: number; sort?: string };

export const list = (query: ListQuery) => body(http.GET("/v1/api-keys", { params: { query } }));

/** The new key with its secret, which the server never tells again. */
export const issue = (key: NewApiKey) => body(http.POST("/v1/api-keys", { body: key }));

export const revoke = (id: string) => body(http.DELETE("/v1/api-keys/{key_id}", { params: { path: { key_id: id } } }));
