// What a reason means, what to do about it, and doing it for all of it at once.
import { number, t } from "@siyu/i18n";
import { Panel } from "@siyu/ui";
import { useMay } from "../../../shell/session.ts";
import { useSentences } from "../sentences.ts";
import { Advice } from "./Advice.tsx";
import { Dismiss } from "./Dismiss.tsx";
import { useReasons } from "./Reasons.tsx";
import { Replay } from "./Replay.tsx";

interface AllOfReasonProps {
  code: string;
  event: string | undefined;
  onDone: () => void;
}

export function AllOfReason({ code, event, onDone }: AllOfReasonProps) {
  const { reason } = useSentences();
  const may = useMay();
  const { data } = useReasons();
  const total = (data?.items ?? [])
    .filter((each) => each.code === code && (event === undefined || each.event === event))
    .reduce((sum, each) => sum + each.count, 0);
  const choice = { code, event };
  const count = number(total);
  return (
    <Panel
      title={reason(code)}
      note={<span className="sy-mono">{event === undefined ? code : `${code} · ${event}`}</span>}
    >
      <p>
        <Advice code={code} event={event} />
      </p>
      {may("events:plan") && (
        <div className="sy-actions sy-after">
          <Replay choice={choice} total={total} label={t("quarantine.replay_all", { count })} onDone={onDone} primary />
          <Dismiss choice={choice} total={total} label={t("quarantine.dismiss_all", { count })} onDone={onDone} />
        </div>
      )}
    </Panel>
  );
}
