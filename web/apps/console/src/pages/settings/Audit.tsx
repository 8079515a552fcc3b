// Who did what, when, and what changed.
import { audit, type AuditEntry, type AuditQuery } from "@siyu/api";
import { dateTime, named, t } from "@siyu/i18n";
import { PageHeader, ResourceTable, type Column, type Filter } from "@siyu/ui";
import { useMay } from "../../shell/session.ts";
import { Changes } from "./Changes.tsx";

const ACTIONS = [
  "people.revealed",
  "people.exported",
  "people.merged",
  "people.parted",
  "identity.conflict_decided",
  "orders.exported",
  "products.exported",
  "imports.file_uploaded",
  "imports.started",
  "imports.cancelled",
  "staff.hired",
  "staff.changed",
  "password.reset",
  "password.changed",
  "key.made",
  "key.revoked",
  "session.started",
  "session.refused",
  "session.ended",
  "system.backed_up",
];

export default function Audit() {
  const may = useMay();
  return (
    <>
      <PageHeader title={t("audit.title")} about={t("audit.about")} />
      <ResourceTable<AuditEntry>
        name="audit"
        label={t("audit.title")}
        load={(query) => audit.list(query as AuditQuery)}
        columns={columns()}
        filters={filters()}
        details={(entry) => <Changes entry={entry} />}
        exportPath={may("audit:read") ? "/v1/audit/export" : undefined}
        empty={{ title: t("audit.empty"), about: t("audit.empty_about") }}
      />
    </>
  );
}

function filters(): Filter[] {
  return [
    { kind: "word", name: "actor", label: t("audit.actor") },
    {
      kind: "choice",
      name: "action",
      label: t("audit.action"),
      options: ACTIONS.map((value) => ({ value, label: named("audit_action", value) })),
    },
    { kind: "word", name: "subject_kind", label: t("audit.subject_kind") },
    { kind: "dates", from: "from", to: "to", label: t("audit.dates") },
  ];
}

function columns(): Column<AuditEntry>[] {
  return [
    { key: "at", title: t("audit.at"), render: (entry) => dateTime(entry.at) },
    { key: "actor", title: t("audit.actor"), render: (entry) => <Actor entry={entry} /> },
    { key: "action", title: t("audit.action"), render: (entry) => named("audit_action", entry.action) },
    { key: "subject", title: t("audit.subject"), from: "md", render: (entry) => <Subject entry={entry} /> },
    {
      key: "ip",
      title: t("audit.ip"),
      from: "lg",
      render: (entry) => <span className="sy-mono">{entry.ip ?? "—"}</span>,
    },
  ];
}

function Actor({ entry: { actor } }: { entry: AuditEntry }) {
  return (
    <span className="sy-two-lines">
      {actor.name}
      <small>{named("actor", actor.kind)}</small>
    </span>
  );
}

function Subject({ entry }: { entry: AuditEntry }) {
  return (
    <span className="sy-two-lines">
      {named("subject", entry.subject_kind)}
      <small className="sy-mono">{entry.subject_id}</small>
    </span>
  );
}
