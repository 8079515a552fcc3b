// Accounts with what they hold.
import { ledger, type AccountsQuery, type Balance } from "@siyu/api";
import { day, t } from "@siyu/i18n";
import { ResourceTable, type Column, type Filter } from "@siyu/ui";
import { Link } from "react-router";
import { ownerName } from "./naming.ts";
import { OwnerLink } from "./OwnerLink.tsx";
import { figure, figureOrDash, useUnits } from "./units.ts";

type Row = Balance & { id: string };

export function Accounts() {
  return (
    <ResourceTable<Row>
      name="ledger-accounts"
      label={t("ledger.accounts")}
      load={load}
      columns={useColumns()}
      filters={useFilters()}
      defaultSort="-opened_at"
      rowPath={({ id }) => `/ledger/${id}`}
      empty={{ title: t("ledger.empty"), about: t("ledger.empty_about") }}
    />
  );
}

async function load(query: Record<string, string | number | undefined>) {
  const page = await ledger.accounts(query as AccountsQuery);
  return { ...page, items: page.items.map((row) => ({ ...row, id: row.account.id })) };
}

function useFilters(): Filter[] {
  const { units, titleOf } = useUnits();
  return [
    { kind: "search", name: "q", label: t("ledger.search") },
    {
      kind: "choice",
      name: "unit",
      label: t("ledger.unit"),
      options: units.map(({ code }) => ({ value: code, label: titleOf(code) })),
    },
    {
      kind: "choice",
      name: "owner",
      label: t("ledger.owner"),
      options: (["person", "house"] as const).map((value) => ({ value, label: t(`ledger.owner_${value}`) })),
    },
  ];
}

function useColumns(): Column<Row>[] {
  const { titleOf } = useUnits();
  return [
    {
      key: "code",
      title: t("ledger.account"),
      render: (row) => (
        <span className="sy-two-lines">
          <Link to={`/ledger/${row.id}`}>{row.account.code}</Link>
          <small>
            {titleOf(row.account.unit)}
            <span className="sy-narrow-only"> · {ownerName(row)}</span>
          </small>
        </span>
      ),
    },
    {
      key: "owner",
      title: t("ledger.owner"),
      from: "sm",
      render: (row) => <OwnerLink held={row} />,
    },
    {
      key: "balance",
      title: t("ledger.balance"),
      align: "right",
      render: ({ account, balance }) => <b>{figure(balance, account.unit)}</b>,
    },
    {
      key: "held",
      title: t("ledger.held"),
      align: "right",
      from: "md",
      render: ({ account, held }) => figureOrDash(held, account.unit),
    },
    {
      key: "pending",
      title: t("ledger.pending"),
      align: "right",
      from: "lg",
      render: ({ account, pending }) => figureOrDash(pending, account.unit),
    },
    {
      key: "debt",
      title: t("ledger.debt"),
      align: "right",
      from: "lg",
      render: ({ account, debt }) => (
        <span className={debt > 0 ? "sy-bad" : ""}>{figureOrDash(debt, account.unit)}</span>
      ),
    },
    {
      key: "opened_at",
      title: t("ledger.opened"),
      align: "right",
      from: "xl",
      sort: "opened_at",
      render: ({ account }) => day(account.opened_at),
    },
  ];
}
