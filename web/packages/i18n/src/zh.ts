// Every text of the screens in Chinese: the catalogue the keys are made from.
import { consents } from "./zh/consents.ts";
import { customers } from "./zh/customers.ts";
import { events } from "./zh/events.ts";
import { home } from "./zh/home.ts";
import { identity } from "./zh/identity.ts";
import { imports } from "./zh/imports.ts";
import { ledger } from "./zh/ledger.ts";
import { plan } from "./zh/plan.ts";
import { refusals } from "./zh/refusals.ts";
import { settings } from "./zh/settings.ts";
import { shared } from "./zh/shared.ts";
import { trade } from "./zh/trade.ts";
import { words } from "./zh/words.ts";

export const zh = {
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
} as const;
