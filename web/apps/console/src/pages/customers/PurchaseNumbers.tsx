// What one customer bought so far, per currency.
import type { Purchases } from "@siyu/api";
import { day, money, number, since, t } from "@siyu/i18n";
import { MetricCard, Panel } from "@siyu/ui";

export function PurchaseNumbers({ purchases }: { purchases: readonly Purchases[] }) {
  if (purchases.length === 0) {
    return (
      <Panel>
        <p className="sy-quiet">{t("customer.no_purchases")}</p>
      </Panel>
    );
  }
  return purchases.map((each) => <InOneCurrency key={each.currency} purchases={each} />);
}

function InOneCurrency({ purchases }: { purchases: Purchases }) {
  const amount = (minor: number) => money(minor, purchases.currency);
  const now = (value: number) => ({ value, previous: null });
  const refunds =
    purchases.refunds === 0
      ? t("customer.no_refunds")
      : t("customer.refund_hint", { count: number(purchases.refunds), amount: amount(purchases.refunded_cents) });
  return (
    <div className="sy-metrics sy-metrics-narrow">
      <MetricCard
        label={t("customer.net")}
        metric={now(purchases.net_cents)}
        format={amount}
        good="up"
        hint={t("customer.paid_hint", { amount: amount(purchases.paid_cents) })}
      />
      <MetricCard
        label={t("customer.orders")}
        metric={now(purchases.orders)}
        format={number}
        good="up"
        hint={refunds}
      />
      <MetricCard
        label={t("customer.average")}
        metric={now(purchases.orders === 0 ? 0 : Math.round(purchases.paid_cents / purchases.orders))}
        format={amount}
        good="up"
      />
      <MetricCard
        label={t("customer.last_order")}
        metric={now(0)}
        format={() => (purchases.last_order_at ? since(purchases.last_order_at) : "—")}
        good="up"
        hint={purchases.first_order_at ? t("customer.first_hint", { date: day(purchases.first_order_at) }) : ""}
      />
    </div>
  );
}
