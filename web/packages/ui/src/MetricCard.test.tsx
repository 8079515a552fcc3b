import { switchLocale } from "@siyu/i18n";
import { render } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { change, MetricCard, news, type Good } from "./MetricCard.tsx";

beforeEach(() => switchLocale("en"));

function card(value: number, previous: number | null, good: Good): HTMLElement {
  return render(
    <MetricCard label="Refunded" metric={{ value, previous }} format={String} good={good} hint="8.4% of paid" />,
  ).container;
}

describe("the news of a metric", () => {
  it.each([
    { share: 0.2, good: "up", reads: "good" },
    { share: -0.2, good: "up", reads: "bad" },
    { share: 0.2, good: "down", reads: "bad" },
    { share: -0.18, good: "down", reads: "good" },
    { share: 0.0001, good: "up", reads: "none" },
  ] as const)("is $reads when it moves by $share and $good is good", ({ share, good, reads }) => {
    expect(news(share, good)).toBe(reads);
  });

  it("has nothing to say without a period before, or after an empty one", () => {
    expect(change({ value: 5, previous: null })).toBeNull();
    expect(change({ value: 5, previous: 0 })).toBeNull();
    expect(change({ value: 5, previous: -10 })).toBe(1.5);
  });
});

describe("a metric card", () => {
  it("shows fewer refunds as good news", () => {
    const shown = card(82, 100, "down");
    expect(shown.querySelector(".sy-news-good")?.textContent).toContain("-18%");
  });

  it("shows more refunds as bad news, with its sign", () => {
    expect(card(120, 100, "down").querySelector(".sy-news-bad")?.textContent).toContain("+20%");
  });

  it("shows its hint when there is no comparison", () => {
    expect(card(120, null, "down").textContent).toContain("8.4% of paid");
  });
});
