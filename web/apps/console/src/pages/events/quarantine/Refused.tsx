// The list of refused events, some of them chosen to be replayed or put aside.
import { events, type Quarantined, type QuarantineQuery } from "@siyu/api";
import { dateTimeSeconds, number, t } from "@siyu/i18n";
import { ResourceTable, RowButton, StateBadge, type Column, type Filter, type Tone } from "@siyu/ui";
import { Button } from "antd";
import { useState } from "react";
import { useMay } from "../../../shell/session.ts";
import { EventName } from "../EventName.tsx";
import { details, useSentences } from "../sentences.ts";
import { useTitles } from "../titles.ts";
import { Dismiss } from "./Dismiss.tsx";
import { Replay } from "./Replay.tsx";
import type { Shown } from "./states.ts";

const TONE: Record<Quarantined["state"], Tone> = { waiting: "warn", replayed: "good", dismissed: "calm" };

export function RefusedState({ state }: { state: Quarantined["state"] }) {
  return <StateBadge tone={TONE[state]}>{t(`quarantine.state_${state}`)}</StateBadge>;
}

interface RefusedProps {
  state: Shown;
  onOpen: (id: string) => void;
  onDone: () => void;
}

export function Refused({ state, onOpen, onDone }: RefusedProps) {
  const may = useMay()("events:plan");
  const [chosen, setChosen] = useState<string[]>([]);
  const filters = useFilters();
  const columns = useColumns(onOpen).filter(({ key }) => key !== "state" || state === "all");
  const done = () => {
    setChosen([]);
    onDone();
  };
  return (
    <>
      {chosen.length > 0 && <Chosen ids={chosen} onClear={() => setChosen([])} onDone={done} />}
      <ResourceTable<Quarantined>
        name="quarantine"
        label={t("quarantine.title")}
        load={(query) => events.quarantine(query as QuarantineQuery)}
        {...(state === "all" ? {} : { always: { state } })}
        columns={columns}
        filters={filters}
        onOpen={(row) => onOpen(row.id)}
        selection={may ? { chosen, onChange: setChosen, can: (row) => row.state === "waiting" } : undefined}
        exportPath={may ? "/v1/events/quarantine/export" : undefined}
        empty={{ title: t("quarantine.empty"), about: t("quarantine.empty_about") }}
      />
    </>
  );
}

function useFilters(): Filter[] {
  const { codes, reason } = useSentences();
  return [
    {
      kind: "choice",
      name: "code",
      label: t("quarantine.reason"),
      options: codes.map((value) => ({ value, label: reason(value) })),
    },
    { kind: "word", name: "event", label: t("quarantine.event") },
  ];
}

function useColumns(onOpen: (id: string) => void): Column<Quarantined>[] {
  const { reason } = useSentences();
  const titleOf = useTitles();
  return [
    {
      key: "event",
      title: t("quarantine.event"),
      render: (row) => (
        <EventName
          name={row.event || t("live.unnamed")}
          title={titleOf(row.event)}
          wrap={(words) => <RowButton onClick={() => onOpen(row.id)}>{words}</RowButton>}
        />
      ),
    },
    {
      key: "reason",
      title: t("quarantine.reason"),
      render: (row) => (
        <span className="sy-two-lines">
          <span className="sy-clip">{reason(row.code)}</span>
          <small className="sy-clip">{details(row.detail)[0]}</small>
        </span>
      ),
    },
    { key: "state", title: t("quarantine.state"), render: (row) => <RefusedState state={row.state} /> },
    { key: "source", title: t("quarantine.source"), from: "md", render: (row) => row.source },
    {
      key: "received",
      title: t("quarantine.received"),
      align: "right",
      from: "sm",
      render: (row) => dateTimeSeconds(row.received_at),
    },
  ];
}

function Chosen({ ids, onClear, onDone }: { ids: string[]; onClear: () => void; onDone: () => void }) {
  const choice = { ids };
  return (
    <div className="sy-chosen" role="region" aria-label={t("quarantine.chosen", { count: number(ids.length) })}>
      <b>{t("quarantine.chosen", { count: number(ids.length) })}</b>
      <Replay choice={choice} total={ids.length} label={t("quarantine.replay")} onDone={onDone} primary />
      <Dismiss choice={choice} total={ids.length} label={t("quarantine.dismiss")} onDone={onDone} />
      <Button type="text" onClick={onClear}>
        {t("quarantine.unchoose")}
      </Button>
    </div>
  );
}
