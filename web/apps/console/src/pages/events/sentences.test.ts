import { switchLocale } from "@siyu/i18n";
import { beforeEach, describe, expect, it } from "vitest";
import { isOrigin } from "../settings/origins.ts";
import { details, oneLanguage } from "./sentences.ts";

beforeEach(() => switchLocale("zh-CN"));

describe("sentences in both languages", () => {
  it("are read in one", async () => {
    const sentence = "缺少必填属性 / required, but not there";
    expect(oneLanguage(sentence)).toBe("缺少必填属性");
    await switchLocale("en");
    expect(oneLanguage(sentence)).toBe("required, but not there");
  });

  it("stay whole when they are not two halves", () => {
    expect(oneLanguage("identities.phone")).toBe("identities.phone");
    expect(oneLanguage("a / b / c")).toBe("a / b / c");
  });

  it("come one to a line, with the place they speak of", () => {
    expect(details("/sku 类型不正确 / must be string; /price_cents 不能小于 0 / below 0")).toEqual([
      "/sku 类型不正确",
      "/price_cents 不能小于 0",
    ]);
    expect(details("")).toEqual([]);
  });
});

describe("a web origin", () => {
  it.each(["https://shop.example.com", "http://localhost:8080", "https://shop.example.com/"])("may be %s", (origin) => {
    expect(isOrigin(origin)).toBe(true);
  });

  it.each(["shop.example.com", "https://shop.example.com/path", "ftp://shop.example.com", "*", ""])(
    "is not %s",
    (text) => {
      expect(isOrigin(text)).toBe(false);
    },
  );
});
