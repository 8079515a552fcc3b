// The rows of the brand's own dictionaries: SKUs, coupons, stores, staff.
import { items, type Item, type ItemsQuery } from "@siyu/api";
import { dateTime, t } from "@siyu/i18n";
import { Facts, JsonBlock, PageHeader, ResourceTable, RowButton, type Column, type Filter } from "@siyu/ui";
import { Drawer, Tag } from "antd";
import { useState } from "react";

interface Row {
  id: string;
  item: Item;
}

export default function Items() {
  const [open, setOpen] = useState<Item | null>(null);
  return (
    <>
      <PageHeader title={t("items.title")} about={t("items.about")} />
      <ResourceTable<Row>
        name="items"
        label={t("items.title")}
        load={load}
        columns={columns(setOpen)}
        filters={filters()}
        onOpen={({ item }) => setOpen(item)}
        empty={{ title: t("items.empty"), about: t("items.empty_about") }}
      />
      <Drawer
        open={open !== null}
        onClose={() => setOpen(null)}
        size={520}
        title={open && `${open.type} · ${open.id}`}
        destroyOnHidden
      >
        {open && <Whole item={open} />}
      </Drawer>
    </>
  );
}

// Ids are unique within their type only.
async function load(query: Record<string, string | number | undefined>) {
  const page = await items.list(query as ItemsQuery);
  return { ...page, items: page.items.map((item) => ({ id: `${item.type} ${item.id}`, item })) };
}

function filters(): Filter[] {
  return [
    { kind: "search", name: "q", label: t("items.search") },
    { kind: "word", name: "type", label: t("items.type") },
  ];
}

function columns(onOpen: (item: Item) => void): Column<Row>[] {
  return [
    {
      key: "id",
      title: t("items.id"),
      sort: "id",
      render: ({ item }) => (
        <RowButton onClick={() => onOpen(item)}>
          <span className="sy-mono">{item.id}</span>
        </RowButton>
      ),
    },
    { key: "type", title: t("items.type"), render: ({ item }) => <Tag>{item.type}</Tag> },
    {
      key: "properties",
      title: t("items.properties"),
      from: "md",
      render: ({ item }) => <span className="sy-clip">{summary(item.properties)}</span>,
    },
    { key: "source", title: t("items.source"), from: "lg", render: ({ item }) => item.source },
    {
      key: "updated",
      title: t("items.updated"),
      align: "right",
      from: "sm",
      render: ({ item }) => dateTime(item.updated_at),
    },
  ];
}

/** The name, or the first properties that can be said in a few words. */
function summary(properties: Item["properties"]): string {
  const { name, title } = properties;
  const called = [name, title].find((each) => typeof each === "string");
  const plain = Object.entries(properties).filter(([, value]) => typeof value !== "object");
  return called ?? plain.map(([key, value]) => `${key}: ${String(value)}`).join(" · ");
}

function Whole({ item }: { item: Item }) {
  return (
    <div className="sy-stack">
      <Facts
        items={[
          { label: t("items.type"), value: item.type },
          { label: t("items.id"), value: <span className="sy-mono">{item.id}</span> },
          { label: t("items.source"), value: item.source },
          { label: t("items.updated"), value: dateTime(item.updated_at) },
        ]}
      />
      <section className="sy-part">
        <h3>{t("items.properties")}</h3>
        <JsonBlock label={t("items.properties")} value={item.properties} />
      </section>
    </div>
  );
}
