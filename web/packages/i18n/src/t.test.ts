import { beforeEach, describe, expect, it } from "vitest";
import { en } from "./en.ts";
import { inLocale, restoreLocale, switchLocale } from "./locale.ts";
import { named, t, type Phrase } from "./t.ts";
import { zh } from "./zh.ts";

const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const forms = (phrase: Phrase) => (typeof phrase === "string" ? [phrase] : [phrase.one, phrase.other]);

beforeEach(() => switchLocale("zh-CN"));

describe("the catalogue", () => {
  it("has the same keys in both languages", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  });

  it("fills the same slots in both languages", () => {
    const keys = Object.keys(zh) as (keyof typeof zh)[];
    const differing = keys.filter((key) => forms(en[key]).some((form) => slots(form).join() !== slots(zh[key]).join()));
    expect(differing).toEqual([]);
  });

  it("leaves no text empty and no Chinese in the English one", () => {
    for (const phrase of Object.values(en))
      for (const form of forms(phrase)) expect(form).toMatch(/^[^\u4e00-\u9fff]+$/);
    for (const text of Object.values(zh)) expect(text).not.toBe("");
  });
});

describe("t", () => {
  it("fills slots", () => {
    expect(t("list.page", { page: 3 })).toBe("第 3 页");
  });

  it("chooses the English singular by count, also when it is already formatted", async () => {
    await switchLocale("en");
    expect(t("import.preview_about", { count: 1 })).toBe("1 row checked");
    expect(t("import.preview_about", { count: "1,001" })).toBe("1,001 rows checked");
  });

  it("names words of the server and keeps unknown ones as they are", () => {
    expect(named("event", "order_paid")).toBe("支付订单");
    expect(named("event", "coupon_redeemed")).toBe("coupon_redeemed");
  });
});

describe("the language", () => {
  it("is remembered and put on the document", async () => {
    await switchLocale("en");
    expect(localStorage.getItem("siyu.locale")).toBe("en");
    expect(document.documentElement.lang).toBe("en");
    expect(inLocale({ zh: "单价为负", en: "Negative price" })).toBe("Negative price");
  });

  it("is Chinese when nothing sensible is remembered", async () => {
    localStorage.setItem("siyu.locale", "tlh");
    await restoreLocale();
    expect(t("action.save")).toBe("保存");
  });
});
