// Orders, refunds and adjustments.
import { orders, type OrderRow, type OrdersQuery } from "@siyu/api";
import { named, t } from "@siyu/i18n";
import { PageHeader, ResourceTable, type Filter } from "@siyu/ui";
import { useMay } from "../../shell/session.ts";
import { orderColumns } from "./orderColumns.tsx";

export default function Orders() {
  const may = useMay();
  return (
    <>
      <PageHeader title={t("orders.title")} about={t("orders.about")} />
      <ResourceTable<OrderRow>
        name="orders"
        label={t("orders.title")}
        load={(query) => orders.list(query as OrdersQuery)}
        columns={orderColumns()}
        filters={filters()}
        defaultSort="-placed_at"
        rowPath={(order) => `/orders/${order.id}`}
        exportPath={may("orders:export") ? "/v1/orders/export" : undefined}
        empty={{ title: t("orders.empty"), about: t("orders.empty_about") }}
      />
    </>
  );
}

function filters(): Filter[] {
  return [
    { kind: "search", name: "q", label: t("orders.search") },
    {
      kind: "choice",
      name: "kind",
      label: t("orders.kind"),
      options: ["sale", "refund", "adjustment"].map((value) => ({ value, label: named("order_kind", value) })),
    },
    { kind: "word", name: "source", label: t("orders.source") },
    { kind: "dates", from: "from", to: "to", label: t("orders.placed") },
  ];
}
