// One account: what it holds and in which parts, what went in and out, what it received on terms.
import { ledger, people, type Balance } from "@siyu/api";
import { dateTime, t } from "@siyu/i18n";
import { ErrorState, MetricCard, PageHeader, StateBadge } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Button, Skeleton, Tabs } from "antd";
import { useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { useMay } from "../../shell/session.ts";
import { personName } from "../customers/naming.ts";
import { CorrectionDrawer } from "./CorrectionDrawer.tsx";
import { Lots } from "./Lots.tsx";
import { OwnerLink } from "./OwnerLink.tsx";
import { Statement } from "./Statement.tsx";
import { figure, useUnits } from "./units.ts";

export default function Account() {
  const { id = "" } = useParams();
  const may = useMay();
  const { titleOf } = useUnits();
  const [correcting, setCorrecting] = useState(false);
  const { data, error, refetch } = useQuery({ queryKey: ["ledger", "one", id], queryFn: () => ledger.account(id) });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 10 }} />;
  const { account } = data;
  return (
    <>
      <PageHeader
        back={{ to: "/ledger", label: t("ledger.title") }}
        title={
          <span className="sy-person-title">
            {account.code} <StateBadge tone="calm">{titleOf(account.unit)}</StateBadge>
          </span>
        }
        about={<Owner held={data} />}
        actions={may("ledger:write") && <Button onClick={() => setCorrecting(true)}>{t("correction.title")}</Button>}
      />
      <div className="sy-stack">
        <Parts held={data} />
        <Papers held={data} />
      </div>
      <CorrectionDrawer held={data} open={correcting} onClose={() => setCorrecting(false)} />
    </>
  );
}

function Owner({ held }: { held: Balance }) {
  const { person_id, opened_at } = held.account;
  const mayLook = useMay()("people:read");
  // Who left no name is called by an identifier.
  const { data } = useQuery({
    queryKey: ["people", "one", person_id],
    queryFn: () => people.one(person_id ?? ""),
    enabled: mayLook && person_id !== null && held.person_name === null,
  });
  return (
    <>
      <OwnerLink held={data ? { ...held, person_name: personName(data) } : held} /> ·{" "}
      {t("ledger.opened_at", { time: dateTime(opened_at) })}
    </>
  );
}

function Parts({ held: { account, balance, spendable, held, pending, debt } }: { held: Balance }) {
  const card = (name: "balance" | "held" | "pending" | "debt", value: number) => (
    <MetricCard
      label={t(`ledger.${name}`)}
      metric={{ value, previous: null }}
      format={(amount) => figure(amount, account.unit)}
      good="up"
      hint={t(`ledger.${name}_about`)}
    />
  );
  return (
    <div className="sy-metrics sy-metrics-narrow">
      {card("balance", balance)}
      <MetricCard
        label={t("ledger.spendable")}
        metric={{ value: spendable ?? 0, previous: null }}
        format={(amount) => (spendable === null ? t("ledger.no_limit") : figure(amount, account.unit))}
        good="up"
        hint={spendable === null ? t("ledger.no_limit_about") : t("ledger.spendable_about")}
      />
      {card("held", held)}
      {card("pending", pending)}
      {card("debt", debt)}
    </div>
  );
}

function Papers({ held: { account } }: { held: Balance }) {
  const [params, setParams] = useSearchParams();
  const tabs = [
    { key: "statement", label: t("ledger.statement"), children: <Statement account={account} /> },
    ...(account.keeps_lots ? [{ key: "lots", label: t("ledger.lots"), children: <Lots account={account} /> }] : []),
  ];
  return (
    <div className="sy-panel sy-history">
      <Tabs
        items={tabs}
        destroyOnHidden
        activeKey={params.get("tab") ?? "statement"}
        onChange={(tab) => setParams({ tab })}
      />
    </div>
  );
}
