// One document with its lines.
import { orders, type Order as OrderNoun } from "@siyu/api";
import { dateTime, money, number, t } from "@siyu/i18n";
import { ErrorState, Facts, PageHeader, Panel } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Skeleton, Table } from "antd";
import { Link, useParams } from "react-router";
import { buyerName, OrderKind } from "./orderColumns.tsx";

export default function Order() {
  const { id = "" } = useParams();
  const { data: order, error, refetch } = useQuery({ queryKey: ["orders", "one", id], queryFn: () => orders.one(id) });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!order) return <Skeleton active paragraph={{ rows: 10 }} />;
  return (
    <>
      <PageHeader
        back={{ to: "/orders", label: t("orders.title") }}
        title={
          <span className="sy-person-title">
            {order.document} <OrderKind kind={order.kind} />
          </span>
        }
        about={dateTime(order.placed_at)}
      />
      <div className="sy-columns">
        <div className="sy-span-8">
          <Lines order={order} />
        </div>
        <div className="sy-span-4">
          <Panel title={t("order.facts")}>
            <Facts items={facts(order)} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function facts(order: OrderNoun) {
  const { person, refunds_document } = order;
  return [
    { label: t("order.total"), value: money(order.amount_cents, order.currency) },
    {
      label: t("orders.person"),
      value: person ? <Link to={`/customers/${person.id}`}>{buyerName(person)}</Link> : t("orders.guest"),
    },
    ...(refunds_document
      ? [
          {
            label: t("order.refunds"),
            value: <Link to={`/orders?q=${encodeURIComponent(refunds_document)}`}>{refunds_document}</Link>,
          },
        ]
      : []),
    { label: t("orders.source"), value: order.source },
    { label: t("orders.currency"), value: order.currency },
    { label: t("order.recorded_at"), value: dateTime(order.recorded_at) },
  ];
}

function Lines({ order }: { order: OrderNoun }) {
  const amount = (minor: number) => money(minor, order.currency);
  return (
    <Panel title={t("order.lines")} flush>
      <div className="sy-scroll" tabIndex={0} role="region" aria-label={t("order.lines")}>
        <Table<OrderNoun["lines"][number]>
          className="sy-table"
          size="middle"
          rowKey="number"
          dataSource={order.lines}
          pagination={order.lines.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
          columns={[
            { title: t("order.number"), dataIndex: "number", width: 56, responsive: ["md"] },
            { title: t("order.name"), render: (_value, line) => <Product line={line} /> },
            { title: t("order.quantity"), align: "right", render: (_value, line) => number(line.quantity) },
            {
              title: t("order.unit_price"),
              align: "right",
              responsive: ["sm"],
              render: (_value, line) => amount(line.unit_price_cents),
            },
            { title: t("order.amount"), align: "right", render: (_value, line) => amount(line.amount_cents) },
          ]}
        />
      </div>
      <div className="sy-order-total">
        <span>{t("order.total")}</span>
        <b>{amount(order.amount_cents)}</b>
      </div>
    </Panel>
  );
}

function Product({ line }: { line: OrderNoun["lines"][number] }) {
  return (
    <span className="sy-two-lines">
      <span className="sy-clip">{line.name || line.sku}</span>
      <small>{line.sku}</small>
    </span>
  );
}
