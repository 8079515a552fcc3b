// What went in and out of an account, with the balance after each.
import { ledger, type Account, type Entry, type StatementQuery } from "@siyu/api";
import { dateTime, dateTimeSeconds, named, t } from "@siyu/i18n";
import { Facts, ResourceTable, type Column, type Filter } from "@siyu/ui";
import { Link } from "react-router";
import { accountName, ownerName } from "./naming.ts";
import { figure } from "./units.ts";

type Row = Entry & { id: string };

export function Statement({ account }: { account: Account }) {
  return (
    <ResourceTable<Row>
      name="ledger-statement"
      label={t("ledger.statement")}
      load={async ({ account: id, ...query }) => {
        const page = await ledger.statement(String(id), query as StatementQuery);
        return { ...page, items: page.items.map((entry) => ({ ...entry, id: String(entry.transfer.number) })) };
      }}
      // Named in the cache by its account: all statements share one list.
      always={{ account: account.id }}
      columns={columns(account)}
      filters={filters()}
      details={(entry) => <More entry={entry} />}
      exportPath={ledger.statementPath(account.id)}
      empty={{ title: t("ledger.statement_empty"), about: t("ledger.statement_empty_about") }}
    />
  );
}

const filters = (): Filter[] => [{ kind: "dates", from: "from", to: "to", label: t("ledger.dates") }];

function columns({ unit }: Account): Column<Row>[] {
  return [
    {
      key: "at",
      title: t("ledger.at"),
      render: ({ transfer }) => (
        <span className="sy-two-lines">
          <span className="sy-wide-only">{dateTimeSeconds(transfer.at)}</span>
          <span className="sy-narrow-only">
            {dateTime(transfer.at)}
            <small className="sy-clip">{transfer.why}</small>
          </span>
        </span>
      ),
    },
    { key: "kind", title: t("ledger.kind"), from: "md", render: ({ transfer }) => named("transfer", transfer.kind) },
    {
      key: "why",
      title: t("ledger.why"),
      from: "sm",
      render: ({ transfer }) => <span className="sy-clip">{transfer.why}</span>,
    },
    {
      key: "other",
      title: t("ledger.other"),
      from: "lg",
      render: ({ other }) => (
        <span className="sy-two-lines">
          <Link to={`/ledger/${other.id}`}>{other.code}</Link>
          <small>{ownerName({ account: other, person_name: null })}</small>
        </span>
      ),
    },
    {
      key: "amount",
      title: t("ledger.amount"),
      align: "right",
      render: ({ amount }) => (
        <span className={amount < 0 ? "sy-bad" : "sy-good"}>
          {amount > 0 ? "+" : ""}
          {figure(amount, unit)}
        </span>
      ),
    },
    {
      key: "balance",
      title: t("ledger.balance_after"),
      align: "right",
      render: ({ balance }) => figure(balance, unit),
    },
  ];
}

function More({ entry: { transfer, other } }: { entry: Entry }) {
  const items = [
    { label: t("ledger.number"), value: transfer.number },
    { label: t("ledger.kind"), value: named("transfer", transfer.kind) },
    { label: t("ledger.why"), value: transfer.why },
    {
      label: t("ledger.other"),
      value: <Link to={`/ledger/${other.id}`}>{accountName({ account: other, person_name: null })}</Link>,
    },
    { label: t("ledger.key"), value: <span className="sy-mono">{transfer.key}</span> },
    ...(transfer.reverses ? [{ label: t("ledger.reverses"), value: transfer.reverses }] : []),
    ...(transfer.hold_id
      ? [{ label: t("ledger.hold"), value: <span className="sy-mono">{transfer.hold_id}</span> }]
      : []),
  ];
  return (
    <div className="sy-entry-more">
      <Facts items={items} />
    </div>
  );
}
