// Nothing came yet: shows how to send an event while it waits for one.
import { t } from "@siyu/i18n";
import { CodeBlock, StateBadge } from "@siyu/ui";
import { Tabs } from "antd";
import { Link } from "react-router";
import { useMay } from "../../../shell/session.ts";
import { snippets } from "./snippets.ts";

export function FirstEvent({ ever }: { ever: boolean }) {
  const may = useMay();
  return (
    <div className="sy-first-event">
      <StateBadge tone="busy">{t("first.listening")}</StateBadge>
      <h2>{ever ? t("first.waiting_again") : t("first.waiting")}</h2>
      <p>
        {t("first.about")} {may("keys:read") && <Link to="/api-keys">{t("first.get_key")}</Link>}
      </p>
      <Tabs
        items={snippets(window.location.origin).map(({ key, code }) => ({
          key,
          label: t(`first.${key}`),
          children: <Way hint={t(`first.${key}_hint`)} label={t(`first.${key}`)} code={code} />,
        }))}
      />
    </div>
  );
}

function Way({ hint, label, code }: { hint: string; label: string; code: string }) {
  return (
    <>
      <CodeBlock label={label} text={code} />
      <p className="sy-hint">{hint}</p>
    </>
  );
}
