// Whom a customer was merged with and parted from; a merge can be taken back.
import { people, identity, type IdentityChange } from "@siyu/api";
import { dateTime, t } from "@siyu/i18n";
import { ErrorState, StateBadge, type Tone } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { personName } from "../naming.ts";
import { UndoDrawer } from "./UndoDrawer.tsx";
import { reason, tail } from "./words.ts";

const SHOWN = 5;

interface ChangeHistoryProps {
  personId: string;
  mayUndo: boolean;
  onUndone: () => void;
}

export function ChangeHistory({ personId, mayUndo, onUndone }: ChangeHistoryProps) {
  const [undoing, setUndoing] = useState<IdentityChange | null>(null);
  const [whole, setWhole] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["people", "changes", personId],
    queryFn: () => identity.changes(personId),
  });
  const items = data?.items ?? [];
  return (
    <section className="sy-identity-history">
      <h3>{t("identity.history")}</h3>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton active title={false} paragraph={{ rows: 2 }} />}
      {data && items.length === 0 && <p className="sy-quiet">{t("identity.history_empty")}</p>}
      <ol className="sy-consents">
        {(whole ? items : items.slice(0, SHOWN)).map((change) => (
          <OneChange
            key={change.id}
            change={change}
            personId={personId}
            onUndo={mayUndo && canUndo(change) ? () => setUndoing(change) : null}
          />
        ))}
      </ol>
      {items.length > SHOWN && (
        <Button type="link" size="small" onClick={() => setWhole(!whole)}>
          {whole ? t("list.fewer") : t("list.all_of", { count: items.length })}
        </Button>
      )}
      <UndoDrawer change={undoing} onClose={() => setUndoing(null)} onUndone={onUndone} />
    </section>
  );
}

const canUndo = ({ kind, is_undone }: IdentityChange): boolean => kind === "merged" && !is_undone;

interface OneChangeProps {
  change: IdentityChange;
  personId: string;
  onUndo: (() => void) | null;
}

function OneChange({ change, personId, onUndo }: OneChangeProps) {
  const other = change.was === personId ? change.now : change.was;
  const { word, tone } = state(change);
  return (
    <li>
      <div className="sy-consents-head">
        <StateBadge tone={tone}>{t(`identity.${word}`)}</StateBadge>
        <OtherPerson id={other} personId={personId} />
        {onUndo && (
          <Button className="sy-identity-undo" type="link" size="small" onClick={onUndo}>
            {t("identity.undo")}
          </Button>
        )}
      </div>
      <p>{reason(change.why)}</p>
      <small>
        <time dateTime={change.at}>{dateTime(change.at)}</time> · {change.by}
      </small>
    </li>
  );
}

function state({ kind, is_undone }: IdentityChange): { word: "merged" | "parted" | "undone"; tone: Tone } {
  if (kind === "parted") return { word: "parted", tone: "warn" };
  return is_undone ? { word: "undone", tone: "calm" } : { word: "merged", tone: "good" };
}

// Who has become this very customer has no page of their own any more.
function OtherPerson({ id, personId }: { id: string; personId: string }) {
  const { data } = useQuery({ queryKey: ["people", "one", id], queryFn: () => people.one(id) });
  if (data?.id === personId) return <span>{t("identity.former", { id: tail(id) })}</span>;
  return <Link to={`/customers/${id}`}>{data ? personName(data) : t("identity.person", { id: tail(id) })}</Link>;
}
