// Consent: what one person allows, what they said, the texts they agree to.
import { body, http } from "./client.ts";
import type { ConsentTextsQuery, NewConsentText, SaidConsent } from "./types.ts";

const at = (id: string) => ({ person_id: id });

export const standing = (id: string) => body(http.GET("/v1/people/{person_id}/consents", { params: { path: at(id) } }));

export const history = (id: string, query: { cursor?: string; limit?: number }) =>
  body(http.GET("/v1/people/{person_id}/consents/history", { params: { path: at(id), query } }));

/** Writes down that the person gives or withdraws a consent. */
export const say = (id: string, said: SaidConsent) =>
  body(http.POST("/v1/people/{person_id}/consents", { params: { path: at(id) }, body: said }));

export const texts = (query: ConsentTextsQuery) => body(http.GET("/v1/consent-texts", { params: { query } }));

/** Publishes a wording for good; a changed one is a new version. */
export const publish = (text: NewConsentText) => body(http.POST("/v1/consent-texts", { body: text }));
