// The health of the house: stores, queues, room left, backups.
import { system, type System as SystemState } from "@siyu/api";
import { bytes, duration, named, number, t } from "@siyu/i18n";
import { ErrorState, Facts, MetricCard, PageHeader, Panel, StateBadge } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useMay } from "../../shell/session.ts";
import { Backups } from "./Backups.tsx";
import { DeadLetters } from "./DeadLetters.tsx";

const LOOK_AGAIN_MS = 10_000;

export default function System() {
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    queryKey: ["system", "state"],
    queryFn: system.state,
    refetchInterval: LOOK_AGAIN_MS,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 10 }} />;
  const up = Math.max(0, (dataUpdatedAt - Date.parse(data.started_at)) / 1000);
  return (
    <>
      <PageHeader
        title={t("system.title")}
        about={t("system.about", { version: data.version, duration: duration(up) })}
      />
      <div className="sy-stack">
        <Numbers state={data} />
        <div className="sy-columns">
          <div className="sy-span-6">
            <Store title={t("system.database")} store={data.database} />
          </div>
          <div className="sy-span-6">
            <Store title={t("system.warehouse")} store={data.warehouse} rows={data.warehouse.rows} />
          </div>
        </div>
        <Backups last={data.last_backup_at} />
        <DeadLetters />
      </div>
    </>
  );
}

function Numbers({ state: { outbox, jobs, ingest, memory_bytes, disk } }: { state: SystemState }) {
  const mayLook = useMay()("events:read");
  const now = (value: number) => ({ value, previous: null });
  const waited = (count: number, seconds: number, clear: string) =>
    count > 0 ? t("system.outbox_hint", { duration: duration(seconds) }) : clear;
  return (
    <div className="sy-metrics sy-metrics-narrow">
      <MetricCard
        label={t("system.ingest")}
        metric={now(ingest.spooled_events)}
        format={number}
        good="down"
        hint={waited(ingest.spooled_events, ingest.oldest_seconds, t("system.ingest_clear"))}
      />
      <MetricCard
        label={t("system.quarantined")}
        metric={now(ingest.quarantined)}
        format={number}
        good="down"
        hint={ingest.quarantined > 0 ? t("system.quarantined_hint") : t("system.quarantined_clear")}
        {...(mayLook ? { to: "/events/quarantine" } : {})}
      />
      <MetricCard
        label={t("system.outbox")}
        metric={now(outbox.waiting)}
        format={number}
        good="down"
        hint={waited(outbox.waiting, outbox.oldest_seconds, t("system.outbox_clear"))}
      />
      <MetricCard
        label={t("system.dead")}
        metric={now(outbox.dead)}
        format={number}
        good="down"
        hint={outbox.dead > 0 ? t("system.dead_hint") : t("system.dead_clear")}
      />
      <MetricCard
        label={t("system.jobs")}
        metric={now(jobs.running)}
        format={number}
        good="up"
        hint={t("system.jobs_hint", { waiting: number(jobs.waiting), failed: number(jobs.failed) })}
      />
      <MetricCard
        label={t("system.memory")}
        metric={now(memory_bytes)}
        format={bytes}
        good="down"
        hint={t("system.memory_hint")}
      />
      <MetricCard
        label={t("system.disk")}
        metric={now(disk.free_bytes)}
        format={bytes}
        good="up"
        hint={t("system.disk_hint", { total: bytes(disk.total_bytes) })}
      />
    </div>
  );
}

interface StoreProps {
  title: string;
  store: SystemState["database"];
  rows?: number;
}

function Store({ title, store, rows }: StoreProps) {
  const health = (
    <StateBadge tone={store.ok ? "good" : "bad"}>{store.ok ? t("system.healthy") : t("system.down")}</StateBadge>
  );
  return (
    <Panel title={title} extra={health}>
      <Facts
        items={[
          { label: t("system.kind"), value: named("store", store.kind) },
          { label: t("system.version"), value: store.version },
          { label: t("system.size"), value: bytes(store.size_bytes) },
          ...(rows === undefined ? [] : [{ label: t("system.rows"), value: number(rows) }]),
        ]}
      />
    </Panel>
  );
}
