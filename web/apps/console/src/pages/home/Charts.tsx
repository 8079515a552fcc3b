// How revenue and buyers moved, and what sold best.
import { insight, type Trend } from "@siyu/api";
import { days, money, month, number, t } from "@siyu/i18n";
import { ErrorState, Panel } from "@siyu/ui";
import { Chart } from "@siyu/ui/chart";
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useMemo } from "react";
import { buyersOption, revenueOption, topOption } from "./options.ts";

const TOP = 10;

interface ChartsProps {
  trend: Trend | undefined;
  query: { from?: string; to?: string; currency?: string };
}

export default function Charts({ trend, query }: ChartsProps) {
  return (
    <div className="sy-columns">
      {trend ? (
        <>
          <Revenue trend={trend} />
          <Buyers trend={trend} />
        </>
      ) : (
        <Waiting />
      )}
      <TopProducts query={query} />
    </div>
  );
}

function Waiting({ error, onRetry }: { error?: unknown; onRetry?: () => void }) {
  return (
    <div className="sy-span-12">
      <Panel>
        {error && onRetry ? (
          <ErrorState error={error} onRetry={onRetry} />
        ) : (
          <Skeleton active paragraph={{ rows: 6 }} />
        )}
      </Panel>
    </div>
  );
}

const bucketName = (trend: Trend) => (bucket: string) => (trend.grain === "month" ? month(bucket) : days(bucket));

function Revenue({ trend }: { trend: Trend }) {
  const option = useMemo(() => revenueOption(trend, bucketName(trend)), [trend]);
  const name = bucketName(trend);
  const best = trend.points.reduce(
    (top, point) => (point.net_cents > top.net_cents ? point : top),
    trend.points[0] ?? { net_cents: 0, bucket: "1970-01-01" },
  );
  const amount = (minor: number) => money(minor, trend.currency);
  return (
    <Chart
      className="sy-span-7"
      title={t("home.trend")}
      label={t("home.trend_label", {
        points: trend.points.length,
        best: amount(best.net_cents),
        when: name(best.bucket),
      })}
      option={option}
      table={{
        columns: [t("home.period"), t("home.revenue"), t("home.refunds"), t("home.trend"), t("home.orders")],
        rows: trend.points.map((point) => [
          name(point.bucket),
          amount(point.revenue_cents),
          amount(point.refunded_cents),
          amount(point.net_cents),
          number(point.orders),
        ]),
      }}
    />
  );
}

function Buyers({ trend }: { trend: Trend }) {
  const option = useMemo(() => buyersOption(trend, bucketName(trend)), [trend]);
  const name = bucketName(trend);
  return (
    <Chart
      className="sy-span-5"
      title={t("home.buyers")}
      label={t("home.buyers_label", { points: trend.points.length })}
      option={option}
      table={{
        columns: [t("home.period"), t("home.new_buyers"), t("home.returning_buyers")],
        rows: trend.points.map((point) => [
          name(point.bucket),
          number(point.new_buyers),
          number(point.returning_buyers),
        ]),
      }}
    />
  );
}

function TopProducts({ query }: { query: ChartsProps["query"] }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["insight", "top-products", query],
    queryFn: () => insight.topProducts({ ...query, limit: TOP }),
  });
  const option = useMemo(() => (data ? topOption(data) : {}), [data]);
  if (error && !data) return <Waiting error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting />;
  if (data.items.length === 0) return null;
  return (
    <Chart
      className="sy-span-12"
      title={t("home.top_products")}
      label={t("home.top_products_label", { count: data.items.length, first: data.items[0]?.name ?? "" })}
      option={option}
      height={data.items.length * 34 + 24}
      table={{
        columns: [t("home.product"), "SKU", t("home.quantity"), t("home.orders"), t("home.revenue")],
        rows: data.items.map((item) => [
          item.name,
          item.sku,
          number(item.quantity),
          number(item.orders),
          money(item.revenue_cents, data.currency),
        ]),
      }}
    />
  );
}
