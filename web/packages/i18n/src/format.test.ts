import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  bytes,
  clock,
  dateTime,
  day,
  duration,
  money,
  moneyShort,
  month,
  number,
  percent,
  setTimeZone,
  since,
  today,
} from "./format.ts";
import { switchLocale } from "./locale.ts";

beforeEach(() => switchLocale("zh-CN"));
afterEach(() => setTimeZone("Asia/Shanghai"));

describe("money", () => {
  it("divides minor units by what the currency has", () => {
    expect(money(974774793, "GBP")).toBe("£9,747,747.93");
    expect(money(1200, "JPY")).toMatch(/1,200$/);
    expect(money(1234, "KWD")).toMatch(/1\.234$/);
  });

  it("keeps the sign of refunds", () => {
    expect(money(-163771, "CNY")).toBe("-¥1,637.71");
  });

  it("shortens for axes in the way of the language", async () => {
    expect(moneyShort(123_456_700, "CNY")).toBe("¥123.5万");
    await switchLocale("en");
    expect(moneyShort(123_456_700, "GBP")).toBe("£1.2M");
  });
});

describe("time", () => {
  it("is shown in the zone of the brand", () => {
    expect(dateTime("2011-12-09T17:50:00Z")).toBe("2011/12/10 01:50");
    setTimeZone("Europe/London");
    expect(dateTime("2011-12-09T17:50:00Z")).toBe("2011/12/09 17:50");
    expect(clock("2011-12-09T17:50:00Z")).toBe("17:50");
  });

  it("cannot mistake a day for a month in English", async () => {
    await switchLocale("en");
    expect(dateTime("2011-12-09T09:50:00Z")).toBe("Dec 09, 2011, 17:50");
  });

  it("shows midnight as 00", () => {
    expect(dateTime("2011-12-09T16:00:00Z")).toBe("2011/12/10 00:00");
  });

  it("moves a moment to the day it belongs to", () => {
    expect(day("2011-12-09T17:50:00Z")).toBe("2011年12月10日");
    expect(today(new Date("2011-12-09T17:50:00Z"))).toBe("2011-12-10");
  });

  it("never moves a bucket, which has no zone", () => {
    setTimeZone("America/Los_Angeles");
    expect(month("2010-12-01")).toBe("2010年12月");
  });

  it("says how long ago", async () => {
    const now = new Date("2026-01-01T12:00:00Z");
    expect(since("2026-01-01T11:57:00Z", now)).toBe("3分钟前");
    await switchLocale("en");
    expect(since("2025-12-31T12:00:00Z", now)).toBe("yesterday");
    expect(since("2026-01-01T12:00:05Z", now)).toBe("now");
  });
});

describe("numbers", () => {
  it("are grouped, and shares are percentages", () => {
    expect(number(541909)).toBe("541,909");
    expect(percent(0.3842)).toBe("38.4%");
  });

  it("names sizes by their power of 1024", () => {
    expect(bytes(0)).toBe("0 B");
    expect(bytes(45_580_638)).toBe("43.5 MB");
  });

  it("names durations by their two largest units", async () => {
    await switchLocale("en");
    expect(duration(11_105)).toBe("3 hr 5 min");
    expect(duration(0)).toBe("0 sec");
  });
});
