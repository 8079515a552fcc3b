// The same texts in English; the compiler refuses a missing or an extra key.
import { consents } from "./en/consents.ts";
import { customers } from "./en/customers.ts";
import { events } from "./en/events.ts";
import { home } from "./en/home.ts";
import { identity } from "./en/identity.ts";
import { imports } from "./en/imports.ts";
import { ledger } from "./en/ledger.ts";
import { plan } from "./en/plan.ts";
import { refusals } from "./en/refusals.ts";
import { settings } from "./en/settings.ts";
import { shared } from "./en/shared.ts";
import { trade } from "./en/trade.ts";
import { words } from "./en/words.ts";
import type { Catalogue } from "./t.ts";

export const en: Catalogue = {
  ...shared,
  ...words,
  ...home,
  ...customers,
  ...consents,
  ...identity,
  ...trade,
  ...events,
  ...refusals,
  ...plan,
  ...ledger,
  ...imports,
  ...settings,
};
