import { identity, type ConflictSide, type ConflictsQuery, type IdentityConflict } from "@siyu/api";
// The list of identity conflicts: who and who, what contradicts, and what became of it.
import { dateTime, named, t } from "@siyu/i18n";
import { ResourceTable, StateBadge, type Column, type Tone } from "@siyu/ui";
import { Button } from "antd";
import { Link } from "react-router";
import { useMay } from "../../../shell/session.ts";
import type { Shown } from "./states.ts";
import { contradiction, sideName } from "./words.ts";

const TONE: Record<IdentityConflict["state"], Tone> = {
  open: "warn",
  merged: "good",
  apart: "calm",
  moved: "busy",
  dismissed: "calm",
};

interface ConflictListProps {
  state: Shown;
  onDecide: (conflict: IdentityConflict) => void;
}

export function ConflictList({ state, onDecide }: ConflictListProps) {
  const mayDecide = useMay()("people:merge");
  return (
    <ResourceTable<IdentityConflict>
      name="identity-conflicts"
      label={t("conflict.title")}
      load={(query) => identity.conflicts(query as ConflictsQuery)}
      {...(state === "all" ? {} : { always: { state } })}
      columns={columns(mayDecide ? onDecide : null).filter(({ key }) => !useless(state).includes(key))}
      empty={state === "open" ? nothingWaits() : { title: t("conflict.none"), about: t("conflict.none_about") }}
    />
  );
}

/** What is the same in every row. */
function useless(state: Shown): string[] {
  if (state === "all") return [];
  return state === "open" ? ["decided"] : ["act"];
}

const nothingWaits = () => ({ title: t("conflict.empty"), about: t("conflict.empty_about") });

function columns(onDecide: ConflictListProps["onDecide"] | null): Column<IdentityConflict>[] {
  return [
    { key: "sides", title: t("conflict.sides"), render: (conflict) => <Sides conflict={conflict} /> },
    {
      key: "contradiction",
      title: t("conflict.contradiction"),
      from: "sm",
      render: ({ kind }) => contradiction(kind),
    },
    {
      key: "found",
      title: t("conflict.found"),
      from: "md",
      render: ({ found_at }) => dateTime(found_at),
    },
    { key: "decided", title: t("conflict.decided"), from: "sm", render: (conflict) => <Decided conflict={conflict} /> },
    ...(onDecide
      ? [
          {
            key: "act",
            title: t("conflict.act"),
            align: "right" as const,
            render: (conflict: IdentityConflict) =>
              conflict.state === "open" && (
                <Button size="small" onClick={() => onDecide(conflict)}>
                  {t("conflict.decide")}
                </Button>
              ),
          },
        ]
      : []),
  ];
}

function Sides({ conflict }: { conflict: IdentityConflict }) {
  return (
    <div className="sy-conflict">
      <OneSide side={conflict.a} />
      <OneSide side={conflict.b} />
      <small className="sy-narrow-only">
        {contradiction(conflict.kind)}
        <br />
        {dateTime(conflict.found_at)}
      </small>
      {conflict.state !== "open" && (
        <div className="sy-narrow-only">
          <Decided conflict={conflict} />
        </div>
      )}
    </div>
  );
}

export function OneSide({ side }: { side: ConflictSide }) {
  return (
    <div className="sy-conflict-side">
      <span className="sy-chip">{named("identifier", side.type)}</span>
      <span className="sy-two-lines">
        <span className="sy-identifier-value">{side.value}</span>
        <Link to={`/customers/${side.person_id}`}>{sideName(side)}</Link>
      </span>
    </div>
  );
}

function Decided({ conflict: { state, decided_by, decided_at, why } }: { conflict: IdentityConflict }) {
  return (
    <span className="sy-two-lines sy-conflict-decided">
      <span>
        <StateBadge tone={TONE[state]}>{t(`conflict.state_${state}`)}</StateBadge>
      </span>
      {why && <span>{why}</span>}
      {decided_at && (
        <small>
          {decided_by} · {dateTime(decided_at)}
        </small>
      )}
    </span>
  );
}
