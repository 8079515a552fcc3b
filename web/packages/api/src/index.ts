// The only door from the screens to the server: one typed function per call of the HTTP contract.
export * as audit from "./audit.ts";
export * as events from "./events.ts";
export * as imports from "./imports.ts";
export * as insight from "./insight.ts";
export * as items from "./items.ts";
export * as keys from "./keys.ts";
export * as ledger from "./ledger.ts";
export * as orders from "./orders.ts";
export * as people from "./people.ts";
export * as plan from "./plan.ts";
export * as products from "./products.ts";
export * as session from "./session.ts";
export * as staff from "./staff.ts";
export * as system from "./system.ts";
export { configure, newKey, onSignedOut } from "./client.ts";
export { ApiError, type FieldError } from "./errors.ts";
export { fileUrl, type Query } from "./query.ts";
export type * from "./types.ts";
