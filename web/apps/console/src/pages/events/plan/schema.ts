// A JSON Schema as a list of properties and back, for people who do not write JSON. What the list cannot show stays.

export type Schema = Record<string, unknown>;

/** What a value is, in the words of the editor; "other" is what only JSON can say. */
export type Kind =
  "text" | "integer" | "number" | "boolean" | "time" | "date" | "choice" | "list" | "object" | "any" | "other";

export interface Property {
  /** Tells rows apart while their names change. */
  id: string;
  name: string;
  required: boolean;
  inner: Schema;
  /** Part of the spec, which a brand adds to and does not change. */
  locked: boolean;
  /** What the spec requires stays required. */
  keptRequired: boolean;
}

/** What the spec says of an event, by name. */
export interface Spec {
  properties: readonly string[];
  required: readonly string[];
}

const NO_SPEC: Spec = { properties: [], required: [] };

const BASE: Record<Exclude<Kind, "other">, Schema> = {
  text: { type: "string" },
  integer: { type: "integer" },
  number: { type: "number" },
  boolean: { type: "boolean" },
  time: { type: "string", format: "date-time" },
  date: { type: "string", format: "date" },
  choice: { type: "string", enum: [] },
  list: { type: "array" },
  object: { type: "object" },
  any: {},
};

export type Choosable = keyof typeof BASE;
export const KINDS = Object.keys(BASE) as Choosable[];

const OF_TYPE: Record<string, Kind> = {
  string: "text",
  integer: "integer",
  number: "number",
  boolean: "boolean",
  array: "list",
  object: "object",
};
const OF_FORMAT: Record<string, Kind> = { "date-time": "time", date: "date" };

/** What says nothing about which values are allowed, so it outlives a change of kind. */
const isSaying = (key: string) => ["title", "description", "examples"].includes(key) || key.startsWith("x-");

export function kindOf(inner: Schema): Kind {
  const { type, format } = inner;
  if (Array.isArray(inner["enum"])) return "choice";
  if (typeof type === "string") return (type === "string" && OF_FORMAT[String(format)]) || (OF_TYPE[type] ?? "other");
  return Object.keys(inner).every(isSaying) ? "any" : "other";
}

/** What is left of an event's schema without what the brand added. */
export function specOf(schema: Schema, own: Spec): Spec {
  return {
    properties: Object.keys(objectOf(schema["properties"])).filter((name) => !own.properties.includes(name)),
    required: textsOf(schema["required"]).filter((name) => !own.required.includes(name)),
  };
}

export function propertiesOf(schema: Schema, spec = NO_SPEC): Property[] {
  const required = textsOf(schema["required"]);
  return Object.entries(objectOf(schema["properties"])).map(([name, value]) => ({
    id: name,
    name,
    required: required.includes(name),
    inner: objectOf(value),
    locked: spec.properties.includes(name),
    keptRequired: spec.required.includes(name),
  }));
}

/** The schema with these properties in place of the ones it had. */
export function withProperties(schema: Schema, properties: readonly Property[]): Schema {
  const had = Object.keys(objectOf(schema["properties"]));
  const elsewhere = textsOf(schema["required"]).filter((name) => !had.includes(name));
  const required = [...properties.filter((each) => each.required).map(({ name }) => name), ...elsewhere];
  const next: Schema = {
    ...schema,
    properties: Object.fromEntries(properties.map(({ name, inner }) => [name, inner])),
  };
  if (required.length > 0) next["required"] = inOrder(required, textsOf(schema["required"]));
  else delete next["required"];
  return next;
}

export function retyped(inner: Schema, kind: Choosable): Schema {
  return { ...BASE[kind], ...Object.fromEntries(Object.entries(inner).filter(([key]) => isSaying(key))) };
}

export function described(inner: Schema, description: string): Schema {
  const rest = { ...inner };
  delete rest["description"];
  return description === "" ? rest : { ...rest, description };
}

export type Fault = "unnamed" | "twice" | "no_values";

/** What keeps the list from being saved, by row. */
export function faults(properties: readonly Property[]): Map<string, Fault> {
  const names = properties.map(({ name }) => name.trim());
  const found = new Map<string, Fault>();
  properties.forEach(({ id, inner }, index) => {
    const name = names[index] ?? "";
    if (name === "") found.set(id, "unnamed");
    else if (names.indexOf(name) !== index) found.set(id, "twice");
    else if (Array.isArray(inner["enum"]) && inner["enum"].length === 0) found.set(id, "no_values");
  });
  return found;
}

/** What else a value must keep, in a form both languages read: "≥ 0", "a | b", "≤ 200". */
export function limits(inner: Schema): string {
  const parts = [
    Array.isArray(inner["enum"]) && inner["enum"].length > 0 ? inner["enum"].map(String).join(" | ") : "",
    bound("≥", inner["minimum"]),
    bound("≤", inner["maximum"]),
    bound(">", inner["exclusiveMinimum"]),
    bound("<", inner["exclusiveMaximum"]),
    typeof inner["pattern"] === "string" ? `/${inner["pattern"]}/` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

const bound = (sign: string, value: unknown): string => (typeof value === "number" ? `${sign} ${value}` : "");

/** Names kept in the order they had, new ones after them: saving an unchanged list changes nothing. */
function inOrder(names: readonly string[], had: readonly string[]): string[] {
  return [...had.filter((name) => names.includes(name)), ...names.filter((name) => !had.includes(name))];
}

function objectOf(value: unknown): Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
