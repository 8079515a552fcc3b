// The columns of any list of orders.
import type { OrderRow } from "@siyu/api";
import { dateTime, money, named, number, t } from "@siyu/i18n";
import { StateBadge, type Column, type Tone } from "@siyu/ui";
import { Link } from "react-router";
import { personName } from "../customers/naming.ts";

const TONE: Record<string, Tone> = { sale: "good", refund: "bad", adjustment: "warn" };

export function OrderKind({ kind }: { kind: string }) {
  return <StateBadge tone={TONE[kind] ?? "calm"}>{named("order_kind", kind)}</StateBadge>;
}

export function orderColumns(): Column<OrderRow>[] {
  return [
    {
      key: "document",
      title: t("orders.document"),
      render: (order) => <Link to={`/orders/${order.id}`}>{order.document}</Link>,
    },
    { key: "kind", title: t("orders.kind"), render: (order) => <OrderKind kind={order.kind} /> },
    { key: "person", title: t("orders.person"), from: "sm", render: (order) => <Buyer order={order} /> },
    { key: "placed_at", title: t("orders.placed_at"), sort: "placed_at", render: (order) => dateTime(order.placed_at) },
    { key: "source", title: t("orders.source"), from: "lg", render: (order) => order.source },
    { key: "lines", title: t("orders.lines"), align: "right", from: "md", render: (order) => number(order.lines) },
    {
      key: "amount",
      title: t("orders.amount"),
      align: "right",
      sort: "amount_cents",
      render: (order) => <Amount order={order} />,
    },
  ];
}

function Buyer({ order: { person } }: { order: OrderRow }) {
  if (!person) return <span className="sy-quiet">{t("orders.guest")}</span>;
  return <Link to={`/customers/${person.id}`}>{buyerName(person)}</Link>;
}

export function buyerName({ name, identifier, identifier_type }: NonNullable<OrderRow["person"]>): string {
  const identifiers = identifier && identifier_type ? [{ type: identifier_type, value: identifier }] : [];
  return personName({ name, identifiers });
}

function Amount({ order }: { order: OrderRow }) {
  return <span className={order.amount_cents < 0 ? "sy-bad" : ""}>{money(order.amount_cents, order.currency)}</span>;
}
