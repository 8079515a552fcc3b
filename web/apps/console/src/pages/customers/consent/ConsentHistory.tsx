// Everything a customer said about consent, newest first, each with how we know.
import { consents, type Consent, type ConsentPurpose } from "@siyu/api";
import { dateTime, inLocale, named, t } from "@siyu/i18n";
import { EmptyState, ErrorState, StateBadge } from "@siyu/ui";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Drawer, Skeleton } from "antd";

const PAGE = 30;

interface ConsentHistoryProps {
  personId: string;
  purposes: ConsentPurpose[];
  open: boolean;
  onClose: () => void;
}

export function ConsentHistory({ personId, purposes, open, onClose }: ConsentHistoryProps) {
  const pages = useInfiniteQuery({
    queryKey: ["consents", personId, "history"],
    queryFn: ({ pageParam }) =>
      consents.history(personId, { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    enabled: open,
  });
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const titles = new Map<string, string>(purposes.map((item) => [item.purpose, inLocale(item)]));
  return (
    <Drawer title={t("consent.history_title")} open={open} onClose={onClose} size={480} destroyOnHidden>
      {pages.isPending && <Skeleton active />}
      {pages.isError && <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.isSuccess && rows.length === 0 && (
        <EmptyState title={t("consent.history_empty")} about={t("consent.history_empty_about")} />
      )}
      <ol className="sy-consents">
        {rows.map((row) => (
          <Said key={row.id} row={row} title={titles.get(row.purpose) ?? row.purpose} />
        ))}
      </ol>
      {pages.hasNextPage && (
        <div className="sy-more">
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("action.load_more")}
          </Button>
        </div>
      )}
    </Drawer>
  );
}

function Said({ row, title }: { row: Consent; title: string }) {
  const { evidence, version } = row;
  const known = [named("consent_how", evidence.how), evidence.where, evidence.reference, version, row.source];
  return (
    <li>
      <div className="sy-consents-head">
        <b>{title}</b>
        <span>{named("consent_channel", row.channel)}</span>
        <StateBadge tone={row.state === "granted" ? "good" : "bad"}>{t(`consent.${row.state}`)}</StateBadge>
        {row.voided_at && <StateBadge tone="calm">{t("consent.void")}</StateBadge>}
      </div>
      <small>
        <time dateTime={row.at}>{dateTime(row.at)}</time>
        {" · "}
        {row.merge_id ? t("consent.merged") : known.filter(Boolean).join(" · ")}
      </small>
      {evidence.note && <p>{evidence.note}</p>}
    </li>
  );
}
