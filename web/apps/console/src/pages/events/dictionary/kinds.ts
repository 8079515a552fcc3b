// Kinds of values as people call them: what the warehouse has seen, what a schema asks for, and whether they agree.
import type { SeenProperty } from "@siyu/api";
import { kindOf, propertiesOf, type Kind, type Schema } from "../plan/schema.ts";

/** The kind of a type of the warehouse (Int64, Array(Nullable(String)) …). */
export function kindSeen(type: string): Kind {
  if (/^U?Int\d/.test(type)) return "integer";
  if (/^(Float|Decimal)/.test(type)) return "number";
  if (type === "Bool") return "boolean";
  if (/^DateTime/.test(type)) return "time";
  if (/^Date/.test(type)) return "date";
  if (type.startsWith("Array")) return "list";
  if (/^(JSON|Object|Map|Tuple)/.test(type)) return "object";
  return type === "String" ? "text" : "other";
}

/** One property with both sides: seen, planned, or both. */
export interface Compared {
  id: string;
  name: string;
  seen: Kind[];
  planned: Kind | null;
  /** Part of a planned object. */
  within: boolean;
  required: boolean;
  /** Every kind seen is one the plan allows; null where there is nothing to compare. */
  agrees: boolean | null;
}

export function compare(seen: readonly SeenProperty[], schema: Schema | null): Compared[] {
  const planned = new Map(schema ? propertiesOf(schema).map((each) => [each.name, each] as const) : []);
  const found = new Map(seen.map(({ name, types }) => [name, [...new Set(types.map(kindSeen))]]));
  const names = [...new Set([...planned.keys(), ...found.keys()])];
  return names.map((name) => {
    const property = planned.get(name);
    const kinds = found.get(name) ?? [];
    return {
      id: name,
      name,
      seen: kinds,
      planned: property ? kindOf(property.inner) : null,
      // What the log keeps as a.b belongs to the planned object a.
      within: property === undefined && planned.has(name.split(".")[0] ?? ""),
      required: property?.required ?? false,
      agrees: property && kinds.length > 0 ? kinds.every((kind) => fits(kind, property.inner)) : null,
    };
  });
}

const LIKE_TEXT: readonly Kind[] = ["text", "time", "date"];

function fits(seen: Kind, inner: Schema): boolean {
  const planned = kindOf(inner);
  if (seen === planned || planned === "other" || planned === "any") return true;
  if (planned === "number") return seen === "integer";
  if (planned === "choice") return typeof (inner["enum"] as unknown[])[0] !== "string" || LIKE_TEXT.includes(seen);
  return LIKE_TEXT.includes(planned) && LIKE_TEXT.includes(seen);
}
