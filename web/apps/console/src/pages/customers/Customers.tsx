// Everyone the brand knows, each once.
import { people, type PeopleQuery, type PersonRow } from "@siyu/api";
import { day, money, named, number, t } from "@siyu/i18n";
import { PageHeader, ResourceTable, StateBadge, type Column, type Filter } from "@siyu/ui";
import { Button } from "antd";
import { Link } from "react-router";
import { useMay } from "../../shell/session.ts";
import { IDENTIFIER_TYPES, personName } from "./naming.ts";

export default function Customers() {
  const may = useMay();
  return (
    <>
      <PageHeader title={t("customers.title")} about={t("customers.about")} />
      <ResourceTable<PersonRow>
        name="people"
        label={t("customers.title")}
        load={(query) => people.list(query as PeopleQuery)}
        columns={columns()}
        filters={filters()}
        defaultSort="-last_order_at"
        rowPath={(person) => `/customers/${person.id}`}
        exportPath={may("people:export") ? "/v1/people/export" : undefined}
        empty={{
          title: t("customers.empty"),
          about: t("customers.empty_about"),
          action: may("imports:write") && <ImportFirst />,
        }}
      />
    </>
  );
}

function ImportFirst() {
  return (
    <Link to="/imports/new">
      <Button type="primary" tabIndex={-1}>
        {t("customers.empty_action")}
      </Button>
    </Link>
  );
}

function filters(): Filter[] {
  return [
    { kind: "search", name: "q", label: t("customers.search") },
    {
      kind: "choice",
      name: "buyer",
      label: t("customers.buyer"),
      options: (["none", "new", "returning"] as const).map((value) => ({
        value,
        label: t(`customers.buyer_${value}`),
      })),
    },
    {
      kind: "choice",
      name: "identifier_type",
      label: t("customers.identifier_type"),
      options: IDENTIFIER_TYPES.map((value) => ({ value, label: named("identifier", value) })),
    },
    { kind: "dates", from: "last_order_from", to: "last_order_to", label: t("customers.last_order") },
    { kind: "amounts", from: "min_net_cents", to: "max_net_cents", label: t("customers.net") },
  ];
}

function columns(): Column<PersonRow>[] {
  const amount = (person: PersonRow, minor: number | undefined) =>
    person.purchases && minor !== undefined ? money(minor, person.purchases.currency) : "—";
  const date = (iso: string | null | undefined) => (iso ? day(iso) : "—");
  return [
    { key: "name", title: t("customers.name"), render: (person) => <Who person={person} /> },
    {
      key: "state",
      title: t("customers.state"),
      from: "sm",
      render: (person) => <BuyerBadge orders={person.purchases?.orders ?? 0} />,
    },
    {
      key: "orders",
      title: t("customers.orders"),
      align: "right",
      from: "sm",
      sort: "orders",
      render: (person) => number(person.purchases?.orders ?? 0),
    },
    {
      key: "net",
      title: t("customers.net"),
      align: "right",
      sort: "net_cents",
      render: (person) => amount(person, person.purchases?.net_cents),
    },
    {
      key: "refunded",
      title: t("customers.refunded"),
      align: "right",
      from: "xl",
      render: (person) => amount(person, person.purchases?.refunded_cents),
    },
    {
      key: "paid",
      title: t("customers.paid"),
      align: "right",
      hidden: true,
      render: (person) => amount(person, person.purchases?.paid_cents),
    },
    {
      key: "first_order",
      title: t("customers.first_order"),
      align: "right",
      hidden: true,
      render: (person) => date(person.purchases?.first_order_at),
    },
    {
      key: "last_order",
      title: t("customers.last_order"),
      align: "right",
      from: "md",
      sort: "last_order_at",
      render: (person) => date(person.purchases?.last_order_at),
    },
    {
      key: "created",
      title: t("customers.created"),
      align: "right",
      sort: "created_at",
      hidden: true,
      render: (person) => date(person.created_at),
    },
  ];
}

// Who left no name is called by their first identifier; the others stand below.
function Who({ person }: { person: PersonRow }) {
  const below = person.name === null ? person.identifiers.slice(1) : person.identifiers;
  return (
    <span className="sy-two-lines">
      <Link to={`/customers/${person.id}`}>{personName(person)}</Link>
      {below.length > 0 && (
        <small className="sy-clip">
          {below.map(({ type, value }) => `${named("identifier", type)} ${value}`).join(" · ")}
        </small>
      )}
    </span>
  );
}

export function BuyerBadge({ orders }: { orders: number }) {
  if (orders === 0) return <StateBadge tone="calm">{t("customers.buyer_none")}</StateBadge>;
  if (orders === 1) return <StateBadge tone="warn">{t("customers.buyer_new")}</StateBadge>;
  return <StateBadge tone="good">{t("customers.buyer_returning")}</StateBadge>;
}
