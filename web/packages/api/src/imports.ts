// Bringing files in: upload, preview, import, follow.
import { body, http } from "./client.ts";
import type { ImportsQuery, NewImport, NewPreview } from "./types.ts";

export { upload } from "./upload.ts";

export const mappings = () => body(http.GET("/v1/imports/mappings"));

export const preview = (wish: NewPreview) => body(http.POST("/v1/imports/previews", { body: wish }));

export const repeat = (id: string) =>
  body(http.POST("/v1/imports/{import_id}/repetitions", { params: { path: { import_id: id } } }));
export const start = (wish: NewImport) => body(http.POST("/v1/imports", { body: wish }));

export const list = (query: ImportsQuery) => body(http.GET("/v1/imports", { params: { query } }));

export const one = (id: string) => body(http.GET("/v1/imports/{import_id}", { params: { path: { import_id: id } } }));

export const cancel = (id: string) =>
  body(http.POST("/v1/imports/{import_id}/cancellation", { params: { path: { import_id: id } } }));

export const rejectsPath = (id: string) => `/v1/imports/${encodeURIComponent(id)}/rejects`;
