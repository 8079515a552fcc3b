// Everything the live view knows of one hit.
import type { Hit } from "@siyu/api";
import { dateTimeSeconds, named, t } from "@siyu/i18n";
import { CopyButton, Facts, JsonBlock } from "@siyu/ui";
import { Alert, Drawer } from "antd";
import { Link } from "react-router";
import { EventName } from "../EventName.tsx";
import { Fate } from "../Fate.tsx";
import { details, useSentences } from "../sentences.ts";
import { useTitles } from "../titles.ts";

export function HitDrawer({ hit, onClose }: { hit: Hit | null; onClose: () => void }) {
  const titleOf = useTitles();
  return (
    <Drawer
      open={hit !== null}
      onClose={onClose}
      size={560}
      title={hit && <EventName name={hit.event || hit.type} title={titleOf(hit.event)} />}
      destroyOnHidden
    >
      {hit && <Whole hit={hit} />}
    </Drawer>
  );
}

function Whole({ hit }: { hit: Hit }) {
  return (
    <div className="sy-stack">
      <Verdict hit={hit} />
      <Facts items={facts(hit)} />
      {hit.identities.length > 0 && <Identities hit={hit} />}
      <section className="sy-part">
        <h3>{t("live.properties")}</h3>
        <JsonBlock label={t("live.properties")} value={hit.properties} />
      </section>
      <section className="sy-part">
        <h3>{t("live.context")}</h3>
        <JsonBlock label={t("live.context")} value={hit.context} />
      </section>
      <Ids hit={hit} />
    </div>
  );
}

function Verdict({ hit }: { hit: Hit }) {
  const { reason, mark } = useSentences();
  if (hit.fate !== "kept") return <Refused hit={hit} sentence={reason(hit.code)} />;
  return hit.marks.map((code) => <Alert key={code} type="warning" showIcon title={mark(code)} />);
}

function Refused({ hit, sentence }: { hit: Hit; sentence: string }) {
  const lines = details(hit.detail);
  const about = (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
      {hit.fate === "quarantined" && <Link to={`/events/quarantine?open=${hit.id}`}>{t("live.open_quarantine")}</Link>}
    </>
  );
  const type = hit.fate === "quarantined" ? "error" : "info";
  return <Alert type={type} showIcon title={sentence} description={about} />;
}

function facts(hit: Hit) {
  return [
    { label: t("live.status"), value: <Fate fate={hit.fate} /> },
    { label: t("live.received"), value: dateTimeSeconds(hit.at) },
    { label: t("live.time"), value: dateTimeSeconds(hit.time) },
    { label: t("live.type"), value: <span className="sy-mono">{hit.type || "—"}</span> },
    { label: t("live.source"), value: hit.source },
    { label: t("live.channel"), value: hit.channel ? named("channel", hit.channel) : "—" },
  ];
}

function Identities({ hit }: { hit: Hit }) {
  return (
    <section className="sy-part">
      <h3>{t("live.identities")}</h3>
      <ul className="sy-identifiers">
        {hit.identities.map(([type, value]) => (
          <li key={`${type} ${value}`}>
            <span className="sy-chip">{named("identifier", type)}</span>
            <span className="sy-identifier-value">{value}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Ids({ hit }: { hit: Hit }) {
  const ids: [string, string | null][] = [
    [t("live.event_id"), hit.id],
    [t("live.person_id"), hit.person_id],
    [t("live.anonymous_id"), hit.anonymous_id || null],
    [t("live.session_id"), hit.session_id],
  ];
  return (
    <section className="sy-part">
      <h3>{t("live.ids")}</h3>
      <dl className="sy-ids">{ids.map(([label, id]) => id !== null && <Id key={label} label={label} id={id} />)}</dl>
    </section>
  );
}

function Id({ label, id }: { label: string; id: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span className="sy-mono">{id}</span>
        <CopyButton text={id} what={label} type="text" size="small" />
      </dd>
    </div>
  );
}
