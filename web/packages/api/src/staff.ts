// Who works here.
import { body, http } from "./client.ts";
import type { NewStaff, StaffChange } from "./types.ts";

type ListQuery = { cursor?: string; limit?: number; sort?: string };

export const list = (query: ListQuery) => body(http.GET("/v1/staff", { params: { query } }));

export const add = (member: NewStaff) => body(http.POST("/v1/staff", { body: member }));

export const change = (id: string, to: StaffChange) =>
  body(http.PATCH("/v1/staff/{staff_id}", { params: { path: { staff_id: id } }, body: to }));

/** A new password, shown once. */
export const resetPassword = (id: string) =>
  body(http.POST("/v1/staff/{staff_id}/password-resets", { params: { path: { staff_id: id } } }));
