// What a launch says about its origin, codes included.
import { decoded, parseQuery } from "../core/text.ts";
import { addressOf } from "./platform.ts";
import type { Launch } from "./wx.ts";

/** A mini-program code has room for 32 characters, and an inviter token is exactly that long. */
const TOKEN_CHARS = 32;

/** The launch's query; `scene` in it is what its code holds: a query of its own, an inviter token or a channel code. */
export function arrivalOf({ query = {}, scene }: Launch): Record<string, string> {
  const found = parseQuery(addressOf({ options: query }));
  const code = decoded(query["scene"] || "");
  const coded = /=/.test(code) ? parseQuery(code) : code && { [code.length === TOKEN_CHARS ? "sy_inv" : "ch"]: code };
  return Object.assign(found, coded, { scene: String(scene || "") });
}
