// Items: the rows of the brand's dictionaries (SKUs, coupons, stores …).
import { body, http } from "./client.ts";
import type { ItemsQuery } from "./types.ts";

export const list = (query: ItemsQuery) => body(http.GET("/v1/items", { params: { query } }));
