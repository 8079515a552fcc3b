// One event name: how often it came, what it carried, and what the plan says of it.
import { events, type DictionaryRow, type PlannedEvent, type SeenEvent } from "@siyu/api";
import { dateTime, number, since, t, today } from "@siyu/i18n";
import { EmptyState, ErrorState, MetricCard, PageHeader } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import { Link, useParams } from "react-router";
import { useMay } from "../../../shell/session.ts";
import { LinkButton } from "../LinkButton.tsx";
import { PlanChip } from "../PlanChip.tsx";
import { NewEvent } from "../plan/NewEvent.tsx";
import { planPath } from "../plan/paths.ts";
import { plannedEvent } from "../plan/planned.ts";
import { namedTitle, titleOf } from "../titles.ts";
import { everyDay } from "./days.ts";
import { draftOf } from "./draft.ts";
import { SeenProperties } from "./SeenProperties.tsx";

// The chart comes with ECharts, after the numbers.
const Volume = lazy(() => import("./Volume.tsx"));
const VOLUME_DAYS = 30;

export default function DictionaryEvent() {
  const { name = "" } = useParams();
  const seen = useQuery({ queryKey: ["dictionary", "one", name], queryFn: () => events.named(name) });
  const planned = useQuery({ queryKey: ["plan", "one", name], queryFn: () => plannedEvent(name) });
  const row = useQuery({
    queryKey: ["dictionary", name],
    queryFn: async () => (await events.dictionary({ q: name })).items.find((each) => each.seen.name === name) ?? null,
  });
  const asked = [seen, row, planned];
  const error = asked.find((each) => each.error)?.error;
  if (error) return <ErrorState error={error} onRetry={() => asked.forEach((each) => void each.refetch())} />;
  if (!seen.data || row.data === undefined || planned.data === undefined)
    return <Skeleton active paragraph={{ rows: 10 }} />;
  return <Known name={name} seen={seen.data} row={row.data} planned={planned.data} />;
}

interface KnownProps {
  name: string;
  seen: SeenEvent;
  row: DictionaryRow | null;
  planned: PlannedEvent | null;
}

function Known({ name, seen, row, planned }: KnownProps) {
  const title = planned ? titleOf(planned) : namedTitle(name);
  const counts = useMemo(() => everyDay(seen.days, today(), VOLUME_DAYS), [seen.days]);
  return (
    <>
      <PageHeader
        back={{ to: "/events/dictionary", label: t("dictionary.title") }}
        title={
          <span className="sy-person-title">
            {title ?? name} <PlanChip status={planned?.mode ?? "not_planned"} />
          </span>
        }
        about={title && <span className="sy-mono">{name}</span>}
        actions={<Ways name={name} seen={seen} planned={planned} />}
      />
      <div className="sy-stack">
        {row ? (
          <>
            <Numbers row={row} />
            <Suspense fallback={<Skeleton active paragraph={{ rows: 6 }} />}>
              <Volume counts={counts} />
            </Suspense>
          </>
        ) : (
          <div className="sy-panel">
            <EmptyState
              title={t("dictionary.never_seen")}
              about={t("dictionary.never_seen_about")}
              action={<Link to="/events/live">{t("dictionary.empty_action")}</Link>}
            />
          </div>
        )}
        <SeenProperties seen={seen.properties} planned={planned} />
      </div>
    </>
  );
}

function Ways({ name, seen, planned }: Omit<KnownProps, "row">) {
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const draft = useMemo(() => draftOf(seen.properties), [seen.properties]);
  return (
    <>
      <LinkButton to={`/events/live?q=${encodeURIComponent(name)}`}>{t("dictionary.see_live")}</LinkButton>
      {planned ? (
        <LinkButton to={planPath(name)} primary>
          {t("dictionary.open_plan")}
        </LinkButton>
      ) : (
        may("events:plan") && (
          <NewEvent name={name} schema={draft} label={t("dictionary.add_to_plan")} open={adding} onOpen={setAdding} />
        )
      )}
    </>
  );
}

function Numbers({ row: { seen } }: { row: DictionaryRow }) {
  const now = (value: number) => ({ value, previous: null });
  return (
    <div className="sy-metrics sy-metrics-narrow">
      <MetricCard
        label={t("dictionary.count")}
        metric={now(seen.count)}
        format={number}
        good="up"
        hint={t("dictionary.call", { type: seen.type })}
      />
      <MetricCard label={t("dictionary.count_week")} metric={now(seen.count_week)} format={number} good="up" />
      <MetricCard
        label={t("dictionary.first_time")}
        metric={now(0)}
        format={() => since(seen.first_time)}
        good="up"
        hint={dateTime(seen.first_time)}
      />
      <MetricCard
        label={t("dictionary.last_time")}
        metric={now(0)}
        format={() => since(seen.last_time)}
        good="up"
        hint={dateTime(seen.last_time)}
      />
    </div>
  );
}
