// Who did what, and what changed.
import { body, http } from "./client.ts";
import type { AuditQuery } from "./types.ts";

export const list = (query: AuditQuery) => body(http.GET("/v1/audit", { params: { query } }));
