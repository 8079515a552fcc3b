import { describe, expect, it } from "vitest";
import { graph, shortened, type Known } from "./graph.ts";

const known = (type: string, value = "1"): Known => ({ type, value, source: "import", linked_at: "2026-01-05" });

describe("the graph of a person's identifiers", () => {
  it("groups by type, the surest first, and fills both sides evenly", () => {
    const { groups } = graph([known("anonymous_id"), known("phone"), known("member_id"), known("phone", "2")]);
    expect(groups.map(({ type, side, shown }) => [type, side, shown.length])).toEqual([
      ["member_id", "left", 1],
      ["phone", "right", 2],
      ["anonymous_id", "left", 1],
    ]);
  });

  it("says how many it does not draw, and groups never overlap", () => {
    const devices = Array.from({ length: 200 }, (_, index) => known("anonymous_id", String(index)));
    const { groups, height } = graph([...devices, known("phone"), known("email"), known("a_type_of_tomorrow")]);
    expect(groups.find(({ type }) => type === "anonymous_id")?.more).toBe(197);
    expect(groups.at(-1)?.type).toBe("a_type_of_tomorrow");
    expect(height).toBeLessThan(300);
    for (const side of ["left", "right"]) {
      const tops = groups.filter((group) => group.side === side).map(({ top }) => top);
      expect(tops).toEqual([...tops].sort((a, b) => a - b));
    }
  });

  it("shortens long ids in the middle", () => {
    expect(shortened("138****8001")).toBe("138****8001");
    expect(shortened("0198c2f0-7a1b-7c00-9b1e-5f3d2c1b0a99")).toBe("0198c2f0…1b0a99");
  });
});
