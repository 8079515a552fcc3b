import type { ConsentPurpose } from "@siyu/api";
import { describe, expect, it } from "vitest";
import { latest, summary } from "./summary.ts";

const CHANNELS = ["any", "wecom", "sms", "email", "phone"] as const;

/** A purpose allowed through these, of whom something was said about those at these minutes. */
function purpose(allowed: string[], said: Record<string, string> = {}, is_opt_out = false): ConsentPurpose {
  return {
    purpose: "marketing",
    zh: "营销信息",
    en: "Marketing",
    is_opt_out,
    channels: CHANNELS.map((channel) => ({
      channel,
      is_allowed: allowed.includes(channel),
      standing: said[channel]
        ? {
            purpose: "marketing",
            channel,
            state: allowed.includes(channel) ? "granted" : "withdrawn",
            said_for: channel,
            version: null,
            source: "h5",
            at: said[channel],
          }
        : null,
    })),
  };
}

describe("a purpose in one word", () => {
  it("is silent where nothing was said, unless silence is a yes", () => {
    expect(summary(purpose([])).word).toBe("silent");
    expect(summary(purpose([...CHANNELS], {}, true)).word).toBe("default");
  });

  it("is withdrawn where something was said and nothing is allowed", () => {
    expect(summary(purpose([], { any: "2026-01-01T00:00:00Z" })).word).toBe("refused");
  });

  it("names the fewer: what is allowed, or what is not", () => {
    expect(summary(purpose(["sms"], { sms: "2026-01-01T00:00:00Z" }))).toMatchObject({ word: "some", only: ["sms"] });
    expect(summary(purpose(["wecom", "sms", "email"]))).toMatchObject({ word: "some", except: ["phone"] });
  });

  it("is allowed only when no channel is left out", () => {
    expect(summary(purpose([...CHANNELS], { any: "2026-01-01T00:00:00Z" }))).toMatchObject({ word: "all", except: [] });
  });
});

it("knows the latest word about a purpose", () => {
  expect(latest(purpose([]))).toBeNull();
  expect(latest(purpose([], { any: "2026-01-01T00:00:00Z", sms: "2026-02-01T00:00:00Z" }))?.at).toBe(
    "2026-02-01T00:00:00Z",
  );
});
