// The catalogue.
import { products, type ProductRow, type ProductsQuery } from "@siyu/api";
import { day, money, t } from "@siyu/i18n";
import { PageHeader, ResourceTable, type Column, type Filter } from "@siyu/ui";
import { useMay } from "../../shell/session.ts";

export default function Products() {
  const may = useMay();
  return (
    <>
      <PageHeader title={t("products.title")} about={t("products.about")} />
      <ResourceTable<ProductRow>
        name="products"
        label={t("products.title")}
        load={(query) => products.list(query as ProductsQuery)}
        columns={columns()}
        filters={filters()}
        defaultSort="-updated_at"
        exportPath={may("products:export") ? "/v1/products/export" : undefined}
        empty={{ title: t("products.empty"), about: t("products.empty_about") }}
      />
    </>
  );
}

function filters(): Filter[] {
  return [
    { kind: "search", name: "q", label: t("products.search") },
    { kind: "word", name: "category", label: t("products.category") },
  ];
}

function columns(): Column<ProductRow>[] {
  return [
    {
      key: "name",
      title: t("products.name"),
      sort: "name",
      render: (product) => <span className="sy-clip">{product.name}</span>,
    },
    {
      key: "sku",
      title: t("products.sku"),
      sort: "sku",
      render: (product) => <span className="sy-mono">{product.sku}</span>,
    },
    { key: "category", title: t("products.category"), from: "md", render: (product) => product.category ?? "—" },
    { key: "price", title: t("products.price"), align: "right", render: (product) => price(product) },
    { key: "source", title: t("products.source"), from: "lg", render: (product) => product.source },
    {
      key: "updated",
      title: t("products.updated"),
      align: "right",
      from: "md",
      sort: "updated_at",
      render: (product) => day(product.updated_at),
    },
  ];
}

function price({ price_cents, currency }: ProductRow): string {
  return price_cents === null || currency === null ? "—" : money(price_cents, currency);
}
