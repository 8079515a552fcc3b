// The eight numbers at the top of the home screen; each leads to the list behind it.
import type { Overview, TrendPoint } from "@siyu/api";
import { money, number, percent, t } from "@siyu/i18n";
import { MetricCard } from "@siyu/ui";

interface NumbersProps {
  overview: Overview;
  points: readonly TrendPoint[];
  /** The days shown, for the lists behind the numbers. */
  dates: Record<string, string>;
}

export function Numbers({ overview, points, dates }: NumbersProps) {
  const amount = (minor: number) => money(minor, overview.currency);
  const line = (of: (point: TrendPoint) => number) => points.map(of);
  const days = new URLSearchParams(dates).toString();
  return (
    <div className="sy-metrics">
      <MetricCard
        label={t("home.net_revenue")}
        metric={overview.net_revenue_cents}
        format={amount}
        good="up"
        hint={t("home.net_revenue_hint")}
        sparkline={line((point) => point.net_cents)}
      />
      <MetricCard
        label={t("home.orders")}
        metric={overview.orders}
        format={number}
        good="up"
        sparkline={line((point) => point.orders)}
        to={`/orders?kind=sale&${days}`}
      />
      <MetricCard
        label={t("home.average_order")}
        metric={overview.average_order_cents}
        format={amount}
        good="up"
        hint={t("home.average_order_hint")}
      />
      <MetricCard
        label={t("home.refunded")}
        metric={overview.refunded_cents}
        format={amount}
        good="down"
        hint={t("home.refunded_hint", { share: percent(refundShare(overview)) })}
        to={`/orders?kind=refund&${days}`}
      />
      <MetricCard
        label={t("home.people")}
        metric={overview.people}
        format={number}
        good="up"
        hint={t("home.people_hint")}
        to="/customers"
      />
      <MetricCard
        label={t("home.new_buyers")}
        metric={overview.new_buyers}
        format={number}
        good="up"
        hint={t("home.new_buyers_hint")}
        sparkline={line((point) => point.new_buyers)}
        to="/customers?buyer=new"
      />
      <MetricCard
        label={t("home.returning_buyers")}
        metric={overview.returning_buyers}
        format={number}
        good="up"
        hint={t("home.returning_buyers_hint")}
        sparkline={line((point) => point.returning_buyers)}
        to="/customers?buyer=returning"
      />
      <MetricCard
        label={t("home.returning_share")}
        metric={returningShare(overview)}
        format={percent}
        good="up"
        hint={t("home.returning_share_hint")}
      />
    </div>
  );
}

function refundShare({ net_revenue_cents: net, refunded_cents: refunded }: Overview): number {
  const paid = net.value + refunded.value;
  return paid === 0 ? 0 : refunded.value / paid;
}

function returningShare({ buyers, returning_buyers }: Overview): Overview["buyers"] {
  const share = (back: number, all: number) => (all === 0 ? 0 : back / all);
  const known = buyers.previous !== null && returning_buyers.previous !== null;
  return {
    value: share(returning_buyers.value, buyers.value),
    previous: known ? share(returning_buyers.previous ?? 0, buyers.previous ?? 0) : null,
  };
}
