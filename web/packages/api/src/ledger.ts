// The ledger: accounts and what they hold, statements, the trial balance, the hash chain, corrections by hand.
import { body, http } from "./client.ts";
import type { AccountsQuery, Correction, StatementQuery, WantedLook } from "./types.ts";

type ListQuery = { cursor?: string; limit?: number; sort?: string };

const at = (id: string) => ({ account_id: id });

export const units = () => body(http.GET("/v1/ledger/units"));

export const accounts = (query: AccountsQuery) => body(http.GET("/v1/ledger/accounts", { params: { query } }));

export const account = (id: string) => body(http.GET("/v1/ledger/accounts/{account_id}", { params: { path: at(id) } }));

export const lots = (id: string, query: ListQuery) =>
  body(http.GET("/v1/ledger/accounts/{account_id}/lots", { params: { path: at(id), query } }));

export const statement = (id: string, query: StatementQuery) =>
  body(http.GET("/v1/ledger/accounts/{account_id}/statement", { params: { path: at(id), query } }));

export const statementPath = (id: string) => `/v1/ledger/accounts/${encodeURIComponent(id)}/statement/export`;

export const trialBalance = () => body(http.GET("/v1/ledger/trial-balance"));

/** A transfer by hand; `key` makes a second try the same transfer. */
export const correct = (wish: Correction) => body(http.POST("/v1/ledger/transfers", { body: wish }));

export const chain = () => body(http.GET("/v1/ledger/chain"));

/** Computes every block anew and compares. */
export const verify = (look: WantedLook) => body(http.POST("/v1/ledger/chain/verifications", { body: look }));
