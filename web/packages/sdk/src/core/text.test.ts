import { expect, test } from "vitest";
import { isMark, marksOf } from "./attribution.ts";
import { bytesOf, cut, newId, parseQuery } from "./text.ts";

test("text is cut by characters, never inside of one", () => {
  expect(cut("🍵🍵🍵茶", 3)).toBe("🍵🍵🍵");
  expect(cut("茶", 3)).toBe("茶");
});

test.each(["plain", "龙井茶", "🍵 tea", "é"])("the size of %s is never taken for less than it is", (text) => {
  const bytes = new TextEncoder().encode(text).length;
  expect(bytesOf(text)).toBeGreaterThanOrEqual(bytes);
  expect(bytesOf(text)).toBeLessThanOrEqual(bytes * 1.5);
});

test("ids are UUIDs, and no two are the same", () => {
  const ids = Array.from({ length: 1000 }, () => newId({ random: Math.random }));
  expect(new Set(ids).size).toBe(1000);
  expect(newId({ random: () => 0.999999 })).toBe("ffffffff-ffff-4fff-afff-ffffffffffff");
});

test("queries are read wherever they stand, and broken ones as they are written", () => {
  expect(parseQuery("https://a.example/?a=1&b=%E8%8C%B6+x#/b?c=3&d=%zz&e=&f")).toEqual({
    a: "1",
    b: "茶 x",
    c: "3",
    d: "%zz",
    e: "",
  });
  expect(parseQuery("")).toEqual({});
});

test("marks of an arrival are sorted into what they mean", () => {
  const query =
    "utm_source=weibo&utm_campaign=spring&gdt_vid=g1&ch=store-7&sy_inv=abc&scene=1047&constructor=x&utm_id=9";
  expect(marksOf(parseQuery(query))).toEqual({
    campaign: { source: "weibo", name: "spring" },
    clickIds: { gdt_vid: "g1" },
    channelCode: "store-7",
    inviterToken: "abc",
    scene: "1047",
  });
  expect(marksOf({ page: "2", utm_source: "" })).toBeUndefined();
  expect(marksOf({ ch: "x".repeat(256) })).toBeUndefined();
  expect(["utm_source", "sy_inv", "scene", "sku"].map(isMark)).toEqual([true, true, false, false]);
});
