// Which language the screens speak: remembered in this browser, Chinese unless told otherwise.
import type { Catalogue } from "./t.ts";
import { zh } from "./zh.ts";

export const LOCALES = ["zh-CN", "en"] as const;
export type Locale = (typeof LOCALES)[number];

const STORE = "siyu.locale";
const listeners = new Set<() => void>();
let locale: Locale = "zh-CN";
let catalogue: Catalogue = zh;

export const currentLocale = (): Locale => locale;
export const currentCatalogue = (): Catalogue => catalogue;

/** Speaks `to` from now on; English texts are fetched only when asked for. */
export async function switchLocale(to: Locale): Promise<void> {
  catalogue = to === "en" ? (await import("./en.ts")).en : zh;
  locale = to;
  localStorage.setItem(STORE, to);
  document.documentElement.lang = to;
  listeners.forEach((tell) => tell());
}

/** Goes back to the language chosen last time; call once before the first render. */
export async function restoreLocale(): Promise<void> {
  const remembered = LOCALES.find((each) => each === localStorage.getItem(STORE));
  await switchLocale(remembered ?? "zh-CN");
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The reading of a text the server sends in both languages. */
export const inLocale = (text: { zh: string; en: string }): string => (locale === "en" ? text.en : text.zh);
