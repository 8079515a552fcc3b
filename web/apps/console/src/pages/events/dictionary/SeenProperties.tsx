// What an event carried beside what the plan says it carries.
import type { PlannedEvent, SeenProperty } from "@siyu/api";
import { t } from "@siyu/i18n";
import { Panel, StateBadge } from "@siyu/ui";
import { Table, Tag } from "antd";
import type { Kind } from "../plan/schema.ts";
import { compare, type Compared } from "./kinds.ts";

interface SeenPropertiesProps {
  seen: readonly SeenProperty[];
  planned: PlannedEvent | null;
}

export function SeenProperties({ seen, planned }: SeenPropertiesProps) {
  const rows = compare(seen, planned?.schema ?? null);
  return (
    <Panel title={t("dictionary.properties")} note={t("dictionary.properties_note")} flush>
      <div className="sy-scroll" tabIndex={0} role="region" aria-label={t("dictionary.properties")}>
        <Table<Compared>
          className="sy-table"
          size="middle"
          rowKey="id"
          dataSource={rows}
          pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
          locale={{ emptyText: <p className="sy-quiet sy-table-note">{t("dictionary.no_properties")}</p> }}
          columns={[
            { title: t("dictionary.property"), render: (_value, row) => <span className="sy-mono">{row.name}</span> },
            { title: t("dictionary.seen_as"), render: (_value, row) => <Kinds kinds={row.seen} /> },
            ...(planned
              ? [
                  { title: t("dictionary.planned_as"), render: (_: unknown, row: Compared) => <PlannedAs row={row} /> },
                  { title: t("dictionary.verdict"), render: (_: unknown, row: Compared) => <Verdict row={row} /> },
                ]
              : []),
          ]}
        />
      </div>
    </Panel>
  );
}

function Kinds({ kinds }: { kinds: readonly Kind[] }) {
  if (kinds.length === 0) return <span className="sy-quiet">—</span>;
  return (
    <span className="sy-tags">
      {kinds.map((kind) => (
        <Tag key={kind}>{t(`kind.${kind}`)}</Tag>
      ))}
    </span>
  );
}

function PlannedAs({ row }: { row: Compared }) {
  if (row.planned === null) return <span className="sy-quiet">—</span>;
  return (
    <>
      {t(`kind.${row.planned}`)} {row.required && <small className="sy-quiet">{t("plan.required")}</small>}
    </>
  );
}

function Verdict({ row }: { row: Compared }) {
  if (row.agrees === false) return <StateBadge tone="bad">{t("dictionary.differs")}</StateBadge>;
  if (row.agrees) return <StateBadge tone="good">{t("dictionary.agrees")}</StateBadge>;
  if (row.planned !== null)
    return <StateBadge tone={row.required ? "warn" : "calm"}>{t("dictionary.not_seen")}</StateBadge>;
  return row.within ? null : <StateBadge tone="calm">{t("dictionary.not_in_plan")}</StateBadge>;
}
