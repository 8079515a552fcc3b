// Every text of the screens in Chinese: the catalogue the keys are made from.
import { customers } from "./zh/customers.ts";
import { home } from "./zh/home.ts";
import { imports } from "./zh/imports.ts";
import { settings } from "./zh/settings.ts";
import { shared } from "./zh/shared.ts";
import { trade } from "./zh/trade.ts";
import { words } from "./zh/words.ts";

export const zh = { ...shared, ...words, ...home, ...customers, ...trade, ...imports, ...settings } as const;
