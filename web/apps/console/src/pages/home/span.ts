// Which days, currency and grain the home screen shows: kept in its address.
import type { Grain } from "@siyu/api";
import { useSearchParams } from "react-router";

export const GRAINS = ["month", "week", "day"] as const satisfies readonly Grain[];

export type SpanState = ReturnType<typeof useSpan>;

export function useSpan() {
  const [params, setParams] = useSearchParams();
  const query = Object.fromEntries(
    ["from", "to", "currency"].flatMap((name) => (params.get(name) ? [[name, params.get(name)]] : [])),
  );
  const choose = (changes: Record<string, string | undefined>) => {
    const changed = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value) changed.set(name, value);
      else changed.delete(name);
    }
    setParams(changed);
  };
  return {
    query: query as { from?: string; to?: string; currency?: string },
    grain: GRAINS.find((grain) => grain === params.get("grain")) ?? "month",
    narrowed: params.has("from") || params.has("to") || params.has("currency"),
    choose,
  };
}
