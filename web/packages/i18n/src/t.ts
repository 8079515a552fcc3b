// t(key, vars): the text of a key in the current language, with its {slots} filled. Keys and slots are checked by the compiler.
import { currentCatalogue, currentLocale } from "./locale.ts";
import type { zh } from "./zh.ts";

type Zh = typeof zh;
export type Key = keyof Zh;

/** The names between braces in a text: "{a} of {b}" → "a" | "b". */
export type Slots<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Slots<Rest> : never;
/** The keys whose text has no slots. */
export type PlainKey = { [K in Key]: [Slots<Zh[K]>] extends [never] ? K : never }[Key];
export type Vars<K extends Key> = Record<Slots<Zh[K]>, string | number>;

/** English needs a singular for the slot `count`; Chinese does not. */
export type Phrase = string | { one: string; other: string };
export type Catalogue = Readonly<Record<Key, Phrase>>;
/** What an English area must offer for a Chinese one: every key, no other. */
export type Translated<Area> = Readonly<Record<keyof Area, Phrase>>;

type Args<K extends Key> = [Slots<Zh[K]>] extends [never] ? [] : [vars: Vars<K>];

export function t<K extends Key>(key: K, ...args: Args<K>): string {
  return fill(currentCatalogue()[key], args[0] ?? {});
}

/** The label of a word the server invented (`event.order_paid`), or the bare word when we have none for it. */
export function named(group: string, word: string): string {
  const phrase = (currentCatalogue() as Record<string, Phrase | undefined>)[`${group}.${word}`];
  return phrase === undefined ? word : fill(phrase, {});
}

function fill(phrase: Phrase, vars: Record<string, string | number>): string {
  const text = typeof phrase === "string" ? phrase : phrase[plural(vars["count"])];
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => String(vars[name] ?? slot));
}

// A count may arrive already formatted ("1,234"), so separators are dropped before it is judged.
function plural(count: string | number | undefined): "one" | "other" {
  const amount = Number(String(count ?? 0).replace(/[^\d.-]/g, ""));
  return new Intl.PluralRules(currentLocale()).select(amount) === "one" ? "one" : "other";
}
