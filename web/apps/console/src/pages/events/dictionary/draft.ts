// A first plan of an event, from what was seen of it: nothing required, kinds only where all agree.
import type { SeenProperty } from "@siyu/api";
import { retyped, type Choosable, type Schema } from "../plan/schema.ts";
import { kindSeen } from "./kinds.ts";

export function draftOf(seen: readonly SeenProperty[]): Schema {
  const kinds = new Map<string, Set<Choosable>>();
  for (const { name, types } of seen) {
    const [outer = name, ...inner] = name.split(".");
    const found = inner.length > 0 ? ["object" as const] : types.map(kindSeen);
    kinds.set(outer, new Set([...(kinds.get(outer) ?? []), ...found.map((kind) => (kind === "other" ? "any" : kind))]));
  }
  const properties = [...kinds].map(([name, found]) => [name, retyped({}, common([...found]))]);
  return { type: "object", properties: Object.fromEntries(properties) };
}

function common(kinds: readonly Choosable[]): Choosable {
  const [first = "any", ...others] = kinds;
  if (others.length === 0) return first;
  return kinds.every((kind) => kind === "integer" || kind === "number") ? "number" : "any";
}
