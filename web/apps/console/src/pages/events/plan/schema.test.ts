import { describe, expect, it } from "vitest";
import {
  described,
  faults,
  kindOf,
  limits,
  propertiesOf,
  retyped,
  specOf,
  withProperties,
  type Property,
} from "./schema.ts";

const SHIPPED = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: {
    sku: { title: "SKU", "x-title-zh": "SKU", type: "string", minLength: 1 },
    colour: { type: "string", enum: ["green", "white"], description: "of the cup" },
  },
  required: ["sku", "elsewhere"],
  additionalProperties: true,
};

const property = (name: string, inner: Record<string, unknown> = { type: "string" }): Property => ({
  id: name,
  name,
  required: false,
  inner,
  locked: false,
  keptRequired: false,
});

describe("a schema as a list of properties", () => {
  it("comes back as it was when nobody changed it", () => {
    expect(JSON.stringify(withProperties(SHIPPED, propertiesOf(SHIPPED)))).toBe(JSON.stringify(SHIPPED));
  });

  it("locks what belongs to the spec and nothing else", () => {
    const schema = { ...SHIPPED, required: ["sku", "colour"] };
    const spec = specOf(schema, { properties: ["colour"], required: ["colour"] });
    const kept = propertiesOf(schema, spec).map(({ name, locked, keptRequired }) => [name, locked, keptRequired]);
    expect(kept).toEqual([
      ["sku", true, true],
      ["colour", false, false],
    ]);
  });

  it("adds, renames, requires and removes", () => {
    const [colour] = propertiesOf(SHIPPED).filter(({ name }) => name === "colour");
    const changed = [{ ...property("glaze", colour?.inner), required: true }, property("size")];
    expect(withProperties(SHIPPED, changed)).toMatchObject({
      properties: { glaze: SHIPPED.properties.colour, size: { type: "string" } },
      required: ["elsewhere", "glaze"],
    });
  });

  it("leaves no empty list of required names", () => {
    const schema = { type: "object", properties: { a: {} }, required: ["a"] };
    const loosened = propertiesOf(schema).map((each) => ({ ...each, required: false }));
    expect(withProperties(schema, loosened)).not.toHaveProperty("required");
  });
});

describe("the kind of a value", () => {
  it.each([
    [{ type: "string" }, "text"],
    [{ type: "string", format: "date-time" }, "time"],
    [{ type: "string", format: "uri" }, "text"],
    [{ type: "string", enum: ["a"] }, "choice"],
    [{ type: "array", items: { type: "string" } }, "list"],
    [{ description: "whatever" }, "any"],
    [{ type: ["integer", "string"] }, "other"],
    [{ anyOf: [{ type: "string" }] }, "other"],
  ])("of %j is %s", (inner, kind) => {
    expect(kindOf(inner)).toBe(kind);
  });

  it("changes without losing what was said about it, and with what only the old kind knew", () => {
    const inner = { type: "integer", minimum: 0, description: "pieces", "x-personal": true };
    expect(retyped(inner, "text")).toEqual({ type: "string", description: "pieces", "x-personal": true });
  });

  it("has its limits said in a few signs", () => {
    expect(limits({ type: "integer", minimum: 0, maximum: 5 })).toBe("≥ 0, ≤ 5");
    expect(limits({ enum: ["up", "down"] })).toBe("up | down");
  });
});

describe("what keeps a list from being saved", () => {
  it("is a name left out, used twice, or a choice without values", () => {
    const list = [
      property("a"),
      property(" "),
      { ...property("a"), id: "again" },
      property("c", retyped({}, "choice")),
    ];
    expect([...faults(list)]).toEqual([
      [" ", "unnamed"],
      ["again", "twice"],
      ["c", "no_values"],
    ]);
  });

  it("is nothing when all is well", () => {
    expect(faults(propertiesOf(SHIPPED)).size).toBe(0);
    expect(described({ type: "string", description: "old" }, "")).toEqual({ type: "string" });
  });
});
