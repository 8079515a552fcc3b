// The catalogue.
import { body, http } from "./client.ts";
import type { ProductsQuery } from "./types.ts";

export const list = (query: ProductsQuery) => body(http.GET("/v1/products", { params: { query } }));
