// What waits, by reason and then by event; a click narrows the list beside it.
import { events, type ReasonCount } from "@siyu/api";
import { number, since, t } from "@siyu/i18n";
import { BarList, ErrorState, Panel, type Bar } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useSentences } from "../sentences.ts";
import { useTitles } from "../titles.ts";

export const reasonsKey = ["quarantine", "reasons"];

interface ReasonsProps {
  code: string | undefined;
  event: string | undefined;
  onNarrow: (changes: { code?: string | undefined; event?: string | undefined }) => void;
}

export const useReasons = () => useQuery({ queryKey: reasonsKey, queryFn: events.reasons, refetchInterval: 15_000 });

export function Reasons({ code, event, onNarrow }: ReasonsProps) {
  const { reason } = useSentences();
  const titleOf = useTitles();
  const { data, error, refetch } = useReasons();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active />;
  const ofCode = data.items.filter((each) => code === undefined || each.code === code);
  return (
    <div className="sy-stack">
      <Panel title={t("quarantine.by_reason")} note={t("quarantine.waiting", { count: number(data.waiting) })}>
        {data.items.length === 0 ? (
          <p className="sy-quiet">{t("quarantine.none_waiting")}</p>
        ) : (
          <BarList
            bars={summed(data.items, (each) => each.code).map((bar) => ({ ...bar, label: reason(bar.key) }))}
            chosen={code}
            onChoose={(chosen) => onNarrow({ code: chosen, event: undefined })}
          />
        )}
      </Panel>
      {ofCode.length > 0 && (
        <Panel title={t("quarantine.by_event")} note={newest(ofCode)}>
          <BarList
            bars={summed(ofCode, (each) => each.event).map((bar) => ({
              ...bar,
              label: bar.key === "" ? t("live.unnamed") : (titleOf(bar.key) ?? bar.key),
            }))}
            chosen={event}
            onChoose={(chosen) => onNarrow({ event: chosen })}
          />
        </Panel>
      )}
    </div>
  );
}

function newest(items: readonly ReasonCount[]): string {
  const last = items.map((each) => each.last_at).reduce((a, b) => (a > b ? a : b));
  return t("quarantine.newest", { when: since(last) });
}

export function summed(items: readonly ReasonCount[], by: (item: ReasonCount) => string): (Bar & { key: string })[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(by(item), (counts.get(by(item)) ?? 0) + item.count);
  return [...counts].map(([key, count]) => ({ key, label: key, count })).sort((a, b) => b.count - a.count);
}
