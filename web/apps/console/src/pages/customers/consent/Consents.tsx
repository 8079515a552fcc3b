// What one customer allows, for which purpose and through which channel; and a way to write down what they say.
import { consents, type ConsentPurpose } from "@siyu/api";
import { day, inLocale, named, t } from "@siyu/i18n";
import { Panel, RowButton, StateBadge } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useMay } from "../../../shell/session.ts";
import { ConsentHistory } from "./ConsentHistory.tsx";
import { SayDrawer } from "./SayDrawer.tsx";
import { latest, summary } from "./summary.ts";

export function Consents({ personId }: { personId: string }) {
  const may = useMay();
  const [open, setOpen] = useState<"say" | "history" | null>(null);
  const [purpose, setPurpose] = useState<ConsentPurpose["purpose"] | null>(null);
  const { data } = useQuery({ queryKey: ["consents", personId], queryFn: () => consents.standing(personId) });
  if (!data) return null;
  const say = (about: ConsentPurpose["purpose"] | null) => {
    setPurpose(about);
    setOpen("say");
  };
  const mayWrite = may("consent:write");
  return (
    <Panel
      title={t("consent.title")}
      extra={
        <>
          <Button size="small" onClick={() => setOpen("history")}>
            {t("consent.history")}
          </Button>
          {mayWrite && (
            <Button size="small" onClick={() => say(null)}>
              {t("consent.write")}
            </Button>
          )}
        </>
      }
    >
      <dl className="sy-facts">
        {data.items.map((item) => (
          <OnePurpose key={item.purpose} item={item} onSay={mayWrite ? () => say(item.purpose) : null} />
        ))}
      </dl>
      <p className="sy-consent-note">{t("consent.note")}</p>
      <ConsentHistory
        personId={personId}
        purposes={data.items}
        open={open === "history"}
        onClose={() => setOpen(null)}
      />
      <SayDrawer
        key={purpose ?? "any"}
        personId={personId}
        purposes={data.items}
        purpose={purpose}
        open={open === "say"}
        onClose={() => setOpen(null)}
      />
    </Panel>
  );
}

function OnePurpose({ item, onSay }: { item: ConsentPurpose; onSay: (() => void) | null }) {
  const { word, tone, only, except } = summary(item);
  const last = latest(item);
  const channels = (codes: string[]) => codes.map((code) => named("consent_channel", code)).join(t("consent.joint"));
  return (
    <div>
      <dt className="sy-two-lines">
        {onSay ? <RowButton onClick={onSay}>{inLocale(item)}</RowButton> : inLocale(item)}
        {last && <small>{t("consent.since", { date: day(last.at), source: last.source })}</small>}
      </dt>
      <dd className="sy-two-lines">
        <StateBadge tone={tone}>{t(`consent.${word}`)}</StateBadge>
        {only.length > 0 && <small>{t("consent.only", { channels: channels(only) })}</small>}
        {except.length > 0 && <small>{t("consent.except", { channels: channels(except) })}</small>}
      </dd>
    </div>
  );
}
