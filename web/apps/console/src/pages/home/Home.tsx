// The brand at a glance: what came in, from whom, what sold, who came back.
import { insight, type Overview } from "@siyu/api";
import { number, t, timeZone } from "@siyu/i18n";
import { Button, Segmented, Select, Skeleton } from "antd";
import { DateRange, EmptyState, ErrorState, PageHeader } from "@siyu/ui";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useSession } from "../../shell/session.ts";
import { FirstSteps } from "./FirstSteps.tsx";
import { Numbers } from "./Numbers.tsx";
import { RetentionMap } from "./RetentionMap.tsx";
import { GRAINS, useSpan, type SpanState } from "./span.ts";

// The charts come with ECharts, after the numbers.
const Charts = lazy(() => import("./Charts.tsx"));

export default function Home() {
  const { brand } = useSession();
  const span = useSpan();
  const overview = useQuery({
    queryKey: ["insight", "overview", span.query],
    queryFn: () => insight.overview(span.query),
    placeholderData: keepPreviousData,
  });
  if (overview.error && !overview.data)
    return <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />;
  const { data } = overview;
  const empty = data !== undefined && data.documents === 0 && !span.narrowed;
  return (
    <>
      <PageHeader
        title={brand.name}
        about={data && !empty ? context(data) : undefined}
        actions={!empty && <Choices span={span} currencies={data?.currencies ?? []} />}
      />
      {data === undefined ? (
        <Skeleton active paragraph={{ rows: 8 }} />
      ) : empty ? (
        <FirstSteps />
      ) : (
        <Picture overview={data} span={span} />
      )}
    </>
  );
}

function context(data: Overview): string {
  return t("home.about", {
    documents: number(data.documents),
    refunds: number(data.refund_documents),
    zone: timeZone(),
  });
}

function Picture({ overview, span }: { overview: Overview; span: SpanState }) {
  const query = { ...span.query, currency: overview.currency };
  const trend = useQuery({
    queryKey: ["insight", "trend", query, span.grain],
    queryFn: () => insight.trend({ ...query, grain: span.grain }),
    placeholderData: keepPreviousData,
  });
  if (overview.documents === 0) {
    const all = <Button onClick={() => span.choose({ from: undefined, to: undefined })}>{t("dates.all_time")}</Button>;
    return <EmptyState title={t("home.no_orders_in_range")} about={t("home.no_orders_in_range_about")} action={all} />;
  }
  return (
    <div className="sy-stack">
      <Numbers overview={overview} points={trend.data?.points ?? []} dates={days(span)} />
      <Suspense fallback={<Skeleton active paragraph={{ rows: 10 }} />}>
        <Charts trend={trend.data} query={query} />
      </Suspense>
      <RetentionMap currency={overview.currency} />
    </div>
  );
}

function days({ query: { from, to } }: SpanState): Record<string, string> {
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

function Choices({ span, currencies }: { span: SpanState; currencies: readonly string[] }) {
  return (
    <>
      {currencies.length > 1 && (
        <Select
          aria-label={t("home.currency")}
          value={span.query.currency ?? currencies[0]}
          onChange={(currency) => span.choose({ currency })}
          options={currencies.map((currency) => ({ value: currency, label: currency }))}
        />
      )}
      <Segmented
        aria-label={t("home.grain")}
        value={span.grain}
        onChange={(grain) => span.choose({ grain })}
        options={GRAINS.map((grain) => ({ value: grain, label: t(`home.grain_${grain}`) }))}
      />
      <DateRange
        label={t("dates.range")}
        value={{ from: span.query.from, to: span.query.to }}
        onChange={({ from, to }) => span.choose({ from, to })}
      />
    </>
  );
}
