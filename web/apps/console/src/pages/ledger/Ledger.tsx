// Who holds what: every account, the proof that all of it comes to zero, and the chain that seals it.
import { t } from "@siyu/i18n";
import { PageHeader } from "@siyu/ui";
import { Tabs } from "antd";
import { useSearchParams } from "react-router";
import { Accounts } from "./Accounts.tsx";
import { ChainTab } from "./ChainTab.tsx";
import { TrialBalances } from "./TrialBalances.tsx";

export default function Ledger() {
  const [params, setParams] = useSearchParams();
  const tabs = [
    { key: "accounts", label: t("ledger.accounts"), children: <Accounts /> },
    { key: "trial", label: t("ledger.trial"), children: <TrialBalances /> },
    { key: "chain", label: t("ledger.chain"), children: <ChainTab /> },
  ];
  return (
    <>
      <PageHeader title={t("ledger.title")} about={t("ledger.about")} />
      <Tabs
        className="sy-page-tabs"
        items={tabs}
        destroyOnHidden
        activeKey={params.get("tab") ?? "accounts"}
        onChange={(tab) => setParams(tab === "accounts" ? {} : { tab })}
      />
    </>
  );
}
