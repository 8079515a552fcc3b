// One refused event, whole.
import { events, type Quarantined } from "@siyu/api";
import { dateTimeSeconds, t } from "@siyu/i18n";
import { ErrorState, Facts, JsonBlock } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Alert, Drawer, Skeleton } from "antd";
import { useMay } from "../../../shell/session.ts";
import { EventName } from "../EventName.tsx";
import { details, useSentences } from "../sentences.ts";
import { useTitles } from "../titles.ts";
import { Advice } from "./Advice.tsx";
import { Dismiss } from "./Dismiss.tsx";
import { RefusedState } from "./Refused.tsx";
import { Replay } from "./Replay.tsx";

interface OneRefusedProps {
  id: string | null;
  onClose: () => void;
  onDone: () => void;
}

export function OneRefused({ id, onClose, onDone }: OneRefusedProps) {
  const may = useMay();
  const titleOf = useTitles();
  const { data, error, refetch } = useQuery({
    queryKey: ["quarantine", "one", id],
    queryFn: () => events.quarantined(id ?? ""),
    enabled: id !== null,
  });
  const shown = data?.id === id ? data : undefined;
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      size={600}
      title={shown && <EventName name={shown.event || t("live.unnamed")} title={titleOf(shown.event)} />}
      footer={shown?.state === "waiting" && may("events:plan") && <Acts id={shown.id} onDone={onDone} />}
      destroyOnHidden
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : shown ? (
        <Whole event={shown} />
      ) : (
        <Skeleton active />
      )}
    </Drawer>
  );
}

function Acts({ id, onDone }: { id: string; onDone: () => void }) {
  const choice = { ids: [id] };
  return (
    <div className="sy-drawer-foot">
      <Dismiss choice={choice} total={1} label={t("quarantine.dismiss")} onDone={onDone} />
      <Replay choice={choice} total={1} label={t("quarantine.replay")} onDone={onDone} primary />
    </div>
  );
}

function Whole({ event }: { event: Quarantined }) {
  const { reason } = useSentences();
  return (
    <div className="sy-stack">
      <Alert
        type={event.state === "waiting" ? "error" : "info"}
        showIcon
        title={reason(event.code)}
        description={
          <div className="sy-refusal">
            {details(event.detail).map((line) => (
              <p key={line} className="sy-mono">
                {line}
              </p>
            ))}
            <p>
              <Advice code={event.code} event={event.event || undefined} />
            </p>
          </div>
        }
      />
      <Facts
        items={[
          { label: t("quarantine.state"), value: <RefusedState state={event.state} /> },
          { label: t("live.type"), value: <span className="sy-mono">{event.type || "—"}</span> },
          { label: t("quarantine.source"), value: event.source },
          { label: t("quarantine.received"), value: dateTimeSeconds(event.received_at) },
        ]}
      />
      <section className="sy-part">
        <h3>{t("quarantine.body")}</h3>
        <JsonBlock label={t("quarantine.body")} value={event.body} />
      </section>
    </div>
  );
}
