// What the orders mean: totals, trends, best sellers, cohorts.
import { body, http } from "./client.ts";
import type { Grain } from "./types.ts";

export interface Span {
  from?: string;
  to?: string;
  currency?: string;
}

export const overview = (query: Span) => body(http.GET("/v1/insight/overview", { params: { query } }));

export const trend = (query: Span & { grain: Grain }) => body(http.GET("/v1/insight/trend", { params: { query } }));

export const topProducts = (query: Span & { limit: number }) =>
  body(http.GET("/v1/insight/top-products", { params: { query } }));

export const retention = (query: { currency?: string }) =>
  body(http.GET("/v1/insight/retention", { params: { query } }));
