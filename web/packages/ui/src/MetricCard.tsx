// One number that matters: its value, how it moved since the period before, and whether that is good news.
import { percent, t } from "@siyu/i18n";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { Sparkline } from "./Sparkline.tsx";

/** Which direction is good news. */
export type Good = "up" | "down";

interface MetricCardProps {
  label: string;
  metric: { value: number; previous: number | null };
  format: (value: number) => string;
  good: Good;
  hint?: ReactNode;
  sparkline?: readonly number[];
  /** The list behind the number. */
  to?: string;
}

export function MetricCard({ label, metric, format, good, hint, sparkline, to }: MetricCardProps) {
  const value = format(metric.value);
  return (
    <div className="sy-metric">
      <div className="sy-metric-label">{label}</div>
      <div className="sy-metric-value">{to ? <Link to={to}>{value}</Link> : value}</div>
      <div className="sy-metric-foot">
        <Change metric={metric} good={good} hint={hint} />
        {sparkline && <Sparkline values={sparkline} />}
      </div>
    </div>
  );
}

function Change({ metric, good, hint }: Pick<MetricCardProps, "metric" | "good" | "hint">) {
  const share = change(metric);
  if (share === null) return <span className="sy-metric-hint">{hint}</span>;
  const sign = share > 0 ? "+" : "";
  return (
    <span className={`sy-metric-change sy-news-${news(share, good)}`}>
      <b>
        {sign}
        {percent(share)}
      </b>{" "}
      <span>{t("metric.versus_previous")}</span>
    </span>
  );
}

/** The relative change, or null where there is nothing to compare with. */
export function change({ value, previous }: MetricCardProps["metric"]): number | null {
  return previous === null || previous === 0 ? null : (value - previous) / Math.abs(previous);
}

export function news(share: number, good: Good): "good" | "bad" | "none" {
  if (Math.abs(share) < 0.0005) return "none";
  return share > 0 === (good === "up") ? "good" : "bad";
}
