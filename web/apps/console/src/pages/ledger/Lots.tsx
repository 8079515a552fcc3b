// What an account received on terms: how much is left of each, and until when.
import { ledger, type Account, type LotRow } from "@siyu/api";
import { day, dateTime, isPast, t } from "@siyu/i18n";
import { ResourceTable, StateBadge, type Column, type Tone } from "@siyu/ui";
import { figure, figureOrDash } from "./units.ts";

type Row = LotRow & { id: string };

const TONE: Record<LotRow["state"], Tone> = {
  pending: "busy",
  active: "good",
  spent: "calm",
  expired: "warn",
  voided: "calm",
};

export function Lots({ account }: { account: Account }) {
  return (
    <ResourceTable<Row>
      name="ledger-lots"
      label={t("ledger.lots")}
      load={async ({ account: id, ...query }) => {
        const page = await ledger.lots(String(id), query);
        return { ...page, items: page.items.map((row) => ({ ...row, id: row.lot.id })) };
      }}
      always={{ account: account.id }}
      columns={columns(account)}
      defaultSort="-received_at"
      empty={{ title: t("ledger.lots_empty"), about: t("ledger.lots_empty_about") }}
    />
  );
}

function columns({ unit }: Account): Column<Row>[] {
  return [
    {
      key: "state",
      title: t("lot.state"),
      render: ({ state }) => <StateBadge tone={TONE[state]}>{t(`lot.state_${state}`)}</StateBadge>,
    },
    { key: "left", title: t("lot.unspent"), align: "right", render: ({ lot }) => <b>{figure(lot.unspent, unit)}</b> },
    {
      key: "held",
      title: t("ledger.held"),
      align: "right",
      from: "md",
      render: ({ lot }) => figureOrDash(lot.held, unit),
    },
    {
      key: "amount",
      title: t("lot.amount"),
      align: "right",
      from: "sm",
      render: ({ lot }) => figure(lot.amount, unit),
    },
    { key: "kind", title: t("lot.kind"), from: "lg", render: ({ lot }) => t(`lot.kind_${lot.kind}`) },
    { key: "source", title: t("lot.source"), from: "lg", render: ({ lot }) => lot.source ?? "—" },
    {
      key: "active_from",
      title: t("lot.active_from"),
      align: "right",
      from: "xl",
      render: ({ lot }) => (isPast(lot.active_from) ? "—" : dateTime(lot.active_from)),
    },
    {
      key: "expires_at",
      title: t("lot.expires"),
      align: "right",
      render: ({ lot }) => (lot.expires_at ? dateTime(lot.expires_at) : t("lot.never")),
    },
    {
      key: "received_at",
      title: t("lot.received"),
      align: "right",
      from: "md",
      sort: "received_at",
      render: ({ lot }) => day(lot.received_at),
    },
  ];
}
