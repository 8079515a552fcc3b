// What comes in right now, kept or not, newest first.
import { events, type Hit } from "@siyu/api";
import { named, number, t } from "@siyu/i18n";
import { EmptyState, ErrorState, FilterBar, PageHeader, StateBadge, useListState, type Filter } from "@siyu/ui";
import { PauseOutlined, CaretRightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { FATES } from "../Fate.tsx";
import { FirstEvent } from "./FirstEvent.tsx";
import { HitDrawer } from "./HitDrawer.tsx";
import { LiveRows } from "./LiveRows.tsx";
import { OnlyPerson } from "./OnlyPerson.tsx";
import { useLive, type LiveFilters } from "./useLive.ts";
import { KEPT_MAX } from "./window.ts";

export default function Live() {
  const list = useListState(["q", "status", "person_id"]);
  const [paused, setPaused] = useState(false);
  const [open, setOpen] = useState<Hit | null>(null);
  const live = useLive(list.filters as LiveFilters, paused);
  const hits = live.data?.hits ?? [];
  const filtered = Object.keys(list.filters).length > 0;
  return (
    <>
      <PageHeader
        title={t("live.title")}
        about={t("live.about")}
        actions={<PauseButton paused={paused} onChange={setPaused} />}
      />
      <div className="sy-list">
        <div className="sy-list-bar">
          <FilterBar filters={filters()} values={list.filters} onChange={list.change} onClear={list.clear} />
          <Pulse paused={paused} lost={live.isError} shown={hits.length} />
        </div>
        {list.filters["person_id"] && <OnlyPerson id={list.filters["person_id"]} onClear={list.change} />}
        {live.isError && !live.data ? (
          <ErrorState error={live.error} onRetry={() => void live.refetch()} />
        ) : live.data === undefined ? (
          <Skeleton className="sy-live-wait" active />
        ) : hits.length > 0 ? (
          <LiveRows hits={hits} gaps={live.data.gaps} onOpen={setOpen} />
        ) : filtered ? (
          <EmptyState title={t("live.no_match")} about={t("live.no_match_about")} />
        ) : (
          <Waiting />
        )}
      </div>
      <HitDrawer hit={open} onClose={() => setOpen(null)} />
    </>
  );
}

function filters(): Filter[] {
  return [
    { kind: "search", name: "q", label: t("live.search") },
    {
      kind: "choice",
      name: "status",
      label: t("live.status"),
      options: FATES.map((value) => ({ value, label: named("fate", value) })),
    },
  ];
}

function PauseButton({ paused, onChange }: { paused: boolean; onChange: (paused: boolean) => void }) {
  return (
    <Button
      icon={paused ? <CaretRightOutlined aria-hidden /> : <PauseOutlined aria-hidden />}
      onClick={() => onChange(!paused)}
    >
      {paused ? t("live.resume") : t("live.pause")}
    </Button>
  );
}

function Pulse({ paused, lost, shown }: { paused: boolean; lost: boolean; shown: number }) {
  return (
    <span className="sy-pulse" role="status">
      {shown > 0 && (
        <small>
          {shown >= KEPT_MAX
            ? t("live.newest_only", { count: number(shown) })
            : t("live.shown", { count: number(shown) })}
        </small>
      )}
      {paused ? (
        <StateBadge tone="calm">{t("live.paused")}</StateBadge>
      ) : lost ? (
        <StateBadge tone="warn">{t("live.lost")}</StateBadge>
      ) : (
        <StateBadge tone="busy">{t("live.on")}</StateBadge>
      )}
    </span>
  );
}

// Whether these would be the first events ever, or the first since the server was started.
function Waiting() {
  const { data } = useQuery({ queryKey: ["dictionary", ""], queryFn: () => events.dictionary({}) });
  return <FirstEvent ever={(data?.items.length ?? 0) > 0} />;
}
