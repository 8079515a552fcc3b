import { describe, expect, it } from "vitest";
import { firstPlace, menu, places } from "./places.ts";
import { insideOnly } from "./pages/entry/insideOnly.ts";
import { share } from "./pages/imports/progress.ts";
import { changes } from "./pages/settings/changes.ts";

const only =
  (...held: string[]) =>
  (permission: string) =>
    held.includes(permission);

describe("the menu", () => {
  it("shows everything to who may do everything", () => {
    expect(menu(() => true).map(({ group }) => group)).toEqual([
      null,
      "customers",
      "trade",
      "events",
      "data",
      "settings",
    ]);
  });

  it("hides places, and groups left empty", () => {
    const shown = menu(only("orders:read"));
    expect(shown.map(({ group, places: some }) => [group, ...some.map(({ path }) => path)])).toEqual([
      ["trade", "/orders"],
    ]);
  });

  it("leads who cannot see the home screen to the first place they can", () => {
    expect(firstPlace(only("people:read", "orders:read"))).toBe("/customers");
  });

  it("guards every place by a permission", () => {
    expect(places.filter(({ permission }) => permission === undefined)).toEqual([]);
  });
});

describe("where a login leads", () => {
  it.each([
    ["/orders?kind=refund", "/orders?kind=refund"],
    ["//evil.test", "/"],
    ["/\\evil.test", "/"],
    ["https://evil.test", "/"],
    [null, "/"],
  ])("%s → %s", (next, leads) => {
    expect(insideOnly(next)).toBe(leads);
  });
});

describe("the progress of an import", () => {
  const base = { rows_total: 100, rows_read: 50, documents_total: 10, documents_done: 5 };

  it("counts reading and writing as half each", () => {
    expect(share({ ...base, state: "reading" })).toBe(0.25);
    expect(share({ ...base, rows_read: 100, state: "writing" })).toBe(0.75);
    expect(share({ ...base, state: "done" })).toBe(1);
  });

  it("is nothing while the total is unknown", () => {
    expect(share({ ...base, rows_total: null, state: "reading" })).toBe(0);
  });
});

describe("what an act changed", () => {
  it("is only what differs", () => {
    expect(changes({ role: "staff", name: "He" }, { role: "operator", name: "He", scopes: ["a"] })).toEqual([
      { field: "role", before: "staff", after: "operator" },
      { field: "scopes", before: null, after: '["a"]' },
    ]);
  });
});
