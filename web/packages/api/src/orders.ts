// Orders, refunds and adjustments with their lines.
import { body, http } from "./client.ts";
import type { OrdersQuery } from "./types.ts";

export const list = (query: OrdersQuery) => body(http.GET("/v1/orders", { params: { query } }));

export const one = (id: string) => body(http.GET("/v1/orders/{order_id}", { params: { path: { order_id: id } } }));
