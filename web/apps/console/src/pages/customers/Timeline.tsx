// Everything that happened to one person, newest first, more as one scrolls.
import { people, type TimelineEvent } from "@siyu/api";
import { day, t } from "@siyu/i18n";
import { EmptyState, ErrorState } from "@siyu/ui";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Select, Skeleton } from "antd";
import { useEffect, useRef } from "react";
import { useSearchParams } from "react-router";
import { useMay } from "../../shell/session.ts";
import { titlesQuery, useTitles } from "../events/titles.ts";
import { Happening } from "./Happening.tsx";

const PAGE = 30;

export function Timeline({ id }: { id: string }) {
  const [params, setParams] = useSearchParams();
  const event = params.get("event") ?? undefined;
  const titles = useTitles(useMay()("events:read"));
  const pages = useInfiniteQuery({
    queryKey: ["people", "timeline", id, event],
    queryFn: ({ pageParam }) =>
      people.timeline(id, { limit: PAGE, ...(event ? { event } : {}), ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
  });
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  const events = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="sy-timeline">
      <EventFilter value={event} onChange={(chosen) => setParams(chosen ? { event: chosen } : {})} />
      {pages.isPending && <Skeleton active />}
      {pages.isSuccess && events.length === 0 && (
        <EmptyState title={t("customer.timeline_empty")} about={t("customer.timeline_empty_about")} />
      )}
      {byDay(events).map(({ date, events: some }) => (
        <section key={date} className="sy-day">
          <h3>{date}</h3>
          <ol>
            {some.map((each) => (
              <Happening key={each.id} event={each} title={titles(each.event)} />
            ))}
          </ol>
        </section>
      ))}
      {pages.hasNextPage && <More busy={pages.isFetchingNextPage} onMore={() => void pages.fetchNextPage()} />}
    </div>
  );
}

// Only the names of the plan are offered; people without it still choose among what happens to orders.
function EventFilter({ value, onChange }: { value: string | undefined; onChange: (event?: string) => void }) {
  const { data } = useQuery({ ...titlesQuery, enabled: useMay()("events:read") });
  const names = data ? [...data.keys()] : ["order_paid", "order_refunded", "order_adjusted"];
  const titles = useTitles(false);
  return (
    <Select
      aria-label={t("customer.event_filter")}
      placeholder={t("customer.all_events")}
      value={value}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      onChange={onChange}
      options={names.map((name) => ({ value: name, label: titles(name) ?? name }))}
      popupMatchSelectWidth={false}
    />
  );
}

function byDay(events: readonly TimelineEvent[]): { date: string; events: TimelineEvent[] }[] {
  const groups: { date: string; events: TimelineEvent[] }[] = [];
  for (const event of events) {
    const date = day(event.time);
    const last = groups.at(-1);
    if (last?.date === date) last.events.push(event);
    else groups.push({ date, events: [event] });
  }
  return groups;
}

// Loads by itself when it scrolls into view; the button is for keyboards and for when it does not.
function More({ busy, onMore }: { busy: boolean; onMore: () => void }) {
  const edge = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (edge.current === null || busy) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore(), { rootMargin: "200px" });
    observer.observe(edge.current);
    return () => observer.disconnect();
  }, [busy, onMore]);
  return (
    <div ref={edge} className="sy-more">
      <Button onClick={onMore} loading={busy}>
        {t("action.load_more")}
      </Button>
    </div>
  );
}
