// The orders of one customer.
import { orders, type OrderRow, type OrdersQuery } from "@siyu/api";
import { t } from "@siyu/i18n";
import { ResourceTable } from "@siyu/ui";
import { orderColumns } from "../trade/orderColumns.tsx";

export function CustomerOrders({ id }: { id: string }) {
  return (
    <ResourceTable<OrderRow>
      name="person-orders"
      label={t("customer.orders_tab")}
      load={(query) => orders.list(query as OrdersQuery)}
      always={{ person_id: id }}
      columns={orderColumns().filter(({ key }) => key !== "person")}
      defaultSort="-placed_at"
      rowPath={(order) => `/orders/${order.id}`}
      empty={{ title: t("customer.orders_empty"), about: t("customer.orders_empty_about") }}
    />
  );
}
