// Who this customer is: what they are known by, whom they were merged with and parted from, and a way to merge.
import type { Person } from "@siyu/api";
import { day, named, number, t } from "@siyu/i18n";
import { Panel } from "@siyu/ui";
import { Button } from "antd";
import { useState } from "react";
import { useMay } from "../../../shell/session.ts";
import { ChangeHistory } from "./ChangeHistory.tsx";
import { IdentityGraph } from "./IdentityGraph.tsx";
import { MergeDrawer } from "./MergeDrawer.tsx";

interface IdentityCardProps {
  person: Person;
  /** Who they are has changed: what was read of them before is old. */
  onChanged: () => void;
}

export function IdentityCard({ person, onChanged }: IdentityCardProps) {
  const may = useMay();
  const [merging, setMerging] = useState(false);
  const mayMerge = may("people:merge");
  return (
    <Panel
      title={t("identity.title")}
      extra={
        mayMerge && (
          <Button size="small" onClick={() => setMerging(true)}>
            {t("identity.merge")}
          </Button>
        )
      }
    >
      {person.identifiers.length === 0 ? (
        <p className="sy-quiet">{t("identity.nothing_known")}</p>
      ) : (
        <Identifiers person={person} />
      )}
      <ChangeHistory personId={person.id} mayUndo={mayMerge} onUndone={onChanged} />
      <MergeDrawer person={person} open={merging} onClose={() => setMerging(false)} onMerged={onChanged} />
    </Panel>
  );
}

function Identifiers({ person }: { person: Person }) {
  const { identifiers } = person;
  return (
    <>
      <IdentityGraph name={person.name} identifiers={identifiers} />
      <details className="sy-identity-list">
        <summary>{t("identity.as_list", { count: number(identifiers.length) })}</summary>
        <ul className="sy-identifiers">
          {identifiers.map(({ type, value, source, linked_at }) => (
            <li key={`${type} ${value}`}>
              <span className="sy-chip">{named("identifier", type)}</span>
              <span className="sy-two-lines">
                <span className="sy-identifier-value">{value}</span>
                <small>{t("identity.linked", { source, date: day(linked_at) })}</small>
              </span>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
