// Small things about text: ids, cutting, size, query strings.
import type { Platform } from "./contract.ts";

/** A random UUID (version 4). */
export function newId({ random }: Pick<Platform, "random">): string {
  return "********-****-4***-a***-************".replace(/\*/g, () => Math.floor(random() * 16).toString(16));
}

/** At most `most` characters as people count them, never half of one. */
export function cut(text: string, most: number): string {
  return Array.from(text).slice(0, most).join("");
}

/** An upper bound of the text's UTF-8 size, cheap to compute where there is no encoder. */
export function bytesOf(text: string): number {
  return text.replace(/[^\0-\x7f]/g, "xxx").length;
}

/** The parameters of every query in an address or of a bare query string; a broken one is kept as written. */
export function parseQuery(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  text.replace(/([^?&#=]+)=([^?&#]*)/g, (_, name: string, value: string) => (found[name] = decoded(value)));
  return found;
}

export function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replace(/\+/g, " "));
  } catch {
    return value;
  }
}
