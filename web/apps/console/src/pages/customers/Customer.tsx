// One customer: who they are, what they bought, everything that happened.
import { people, type Person } from "@siyu/api";
import { day, t } from "@siyu/i18n";
import { ConfirmButton, ErrorState, PageHeader, StateBadge } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Skeleton, Tabs } from "antd";
import { useState } from "react";
import { Navigate, useLocation, useParams, useSearchParams } from "react-router";
import { useMay } from "../../shell/session.ts";
import { LinkButton } from "../events/LinkButton.tsx";
import { Assets } from "./Assets.tsx";
import { CustomerOrders } from "./CustomerOrders.tsx";
import { BuyerBadge } from "./Customers.tsx";
import { PurchaseNumbers } from "./PurchaseNumbers.tsx";
import { Timeline } from "./Timeline.tsx";
import { Traits } from "./Traits.tsx";
import { Consents } from "./consent/Consents.tsx";
import { IdentityCard } from "./identity/IdentityCard.tsx";
import { personName } from "./naming.ts";

export default function Customer() {
  const { id = "" } = useParams();
  return <OneCustomer key={id} id={id} />;
}

function OneCustomer({ id }: { id: string }) {
  const may = useMay();
  const { search } = useLocation();
  const [revealed, setRevealed] = useState<Person | null>(null);
  const { data, error, refetch } = useQuery({ queryKey: ["people", "one", id], queryFn: () => people.one(id) });
  const back = { to: "/customers", label: t("customers.title") };
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 10 }} />;
  // Who became somebody else is shown as whom they are now.
  if (data.id !== id) return <Navigate to={`/customers/${data.id}${search}`} replace />;
  const person = revealed ?? data;
  const orders = person.purchases.reduce((sum, each) => sum + each.orders, 0);
  return (
    <>
      <PageHeader
        back={back}
        title={
          <span className="sy-person-title">
            {personName(person)} <BuyerBadge orders={orders} />
          </span>
        }
        about={t("customer.since", { date: day(person.created_at) })}
        actions={
          <>
            {may("events:read") && <LinkButton to={`/events/live?person_id=${id}`}>{t("customer.live")}</LinkButton>}
            <Reveal id={id} revealed={revealed !== null} onRevealed={setRevealed} />
          </>
        }
      />
      <div className="sy-columns">
        <div className="sy-stack sy-span-8">
          <PurchaseNumbers purchases={person.purchases} />
          <History id={id} />
        </div>
        <div className="sy-stack sy-span-4">
          <IdentityCard person={person} onChanged={() => setRevealed(null)} />
          {may("ledger:read") && <Assets personId={id} />}
          {may("consent:read") && <Consents personId={id} />}
          <Traits person={person} />
        </div>
      </div>
    </>
  );
}

function Reveal({ id, revealed, onRevealed }: { id: string; revealed: boolean; onRevealed: (person: Person) => void }) {
  const may = useMay();
  if (revealed) return <StateBadge tone="warn">{t("customer.revealed")}</StateBadge>;
  if (!may("people:reveal")) return null;
  return (
    <ConfirmButton
      danger={false}
      question={t("customer.reveal_question")}
      consequence={t("customer.reveal_about")}
      confirmLabel={t("customer.reveal")}
      onConfirm={() => people.reveal(id).then(onRevealed)}
    >
      {t("customer.reveal")}
    </ConfirmButton>
  );
}

function History({ id }: { id: string }) {
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const tabs = [
    { key: "timeline", label: t("customer.timeline"), children: <Timeline id={id} /> },
    ...(may("orders:read")
      ? [{ key: "orders", label: t("customer.orders_tab"), children: <CustomerOrders id={id} /> }]
      : []),
  ];
  return (
    <div className="sy-panel sy-history">
      <Tabs
        items={tabs}
        destroyOnHidden
        activeKey={params.get("tab") ?? "timeline"}
        onChange={(tab) => setParams({ tab })}
      />
    </div>
  );
}
