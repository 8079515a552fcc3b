import type { DictionaryRow } from "@siyu/api";
import { describe, expect, it } from "vitest";
import { everyDay } from "./days.ts";
import { draftOf } from "./draft.ts";
import { compare, kindSeen } from "./kinds.ts";
import { listed } from "./listing.ts";

const row = (name: string, count: number, mode: DictionaryRow["mode"] = null) =>
  ({ seen: { name, count, last_time: `2026-01-0${count}` }, mode, title: null }) as DictionaryRow;
const ROWS = [row("b", 2, "warn"), row("a", 2), row("c", 9, "strict")];
const names = (asked: Parameters<typeof listed>[1]) => listed(ROWS, asked).items.map(({ id }) => id);

describe("the dictionary as a list", () => {
  it("is sorted by volume, equal ones by name", () => {
    expect(names({})).toEqual(["c", "a", "b"]);
    expect(names({ sort: "name" })).toEqual(["a", "b", "c"]);
    expect(names({ sort: "-last_time" })).toEqual(["c", "a", "b"]);
  });

  it("is narrowed by what the plan says", () => {
    expect(names({ status: "not_planned" })).toEqual(["a"]);
    expect(names({ status: "strict" })).toEqual(["c"]);
  });

  it("is cut into pages", () => {
    const first = listed(ROWS, { limit: 2 });
    expect([first.next_cursor, first.total]).toEqual(["2", 3]);
    expect(names({ limit: 2, cursor: "2" })).toEqual(["b"]);
    expect(listed(ROWS, { limit: 2, cursor: "2" }).next_cursor).toBeNull();
  });
});

describe("kinds seen", () => {
  it.each([
    ["Int64", "integer"],
    ["UInt64", "integer"],
    ["Float64", "number"],
    ["Bool", "boolean"],
    ["String", "text"],
    ["Array(Nullable(String))", "list"],
    ["DateTime64(9)", "time"],
    ["Date", "date"],
    ["JSON", "object"],
  ])("%s is %s", (type, kind) => {
    expect(kindSeen(type)).toBe(kind);
  });

  it("are held against the plan", () => {
    const schema = {
      properties: {
        sku: { type: "string" },
        price: { type: "number" },
        origin: { type: "object" },
        unseen: { type: "integer" },
      },
      required: ["sku"],
    };
    const seen = [
      { name: "sku", types: ["Int64", "String"] },
      { name: "price", types: ["Int64"] },
      { name: "origin.county", types: ["String"] },
      { name: "extra", types: ["Bool"] },
    ];
    const verdicts = compare(seen, schema).map(({ name, agrees, required, within }) => [
      name,
      agrees,
      required,
      within,
    ]);
    expect(verdicts).toEqual([
      ["sku", false, true, false],
      ["price", true, false, false],
      ["origin", null, false, false],
      ["unseen", null, false, false],
      ["origin.county", null, false, true],
      ["extra", null, false, false],
    ]);
  });

  it("make a first plan that refuses nothing seen", () => {
    const seen = [
      { name: "score", types: ["Int64", "Float64"] },
      { name: "answer", types: ["Int64", "String"] },
      { name: "origin.county", types: ["String"] },
    ];
    expect(draftOf(seen)).toEqual({
      type: "object",
      properties: { score: { type: "number" }, answer: {}, origin: { type: "object" } },
    });
  });
});

describe("volume by day", () => {
  it("has every day, also those nobody counted", () => {
    expect(everyDay([{ day: "2026-02-28", count: 4 }], "2026-03-01", 3)).toEqual([
      { day: "2026-02-27", count: 0 },
      { day: "2026-02-28", count: 4 },
      { day: "2026-03-01", count: 0 },
    ]);
  });
});
