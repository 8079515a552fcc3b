// Every event name ever seen, with its volume and its place in the plan.
import { events } from "@siyu/api";
import { dateTime, number, since, t } from "@siyu/i18n";
import { PageHeader, ResourceTable, type Column, type Filter } from "@siyu/ui";
import { Link } from "react-router";
import { EventName } from "../EventName.tsx";
import { PlanChip } from "../PlanChip.tsx";
import { useTitles } from "../titles.ts";
import { pathOf } from "./paths.ts";
import { listed, PLAN_STATUSES, type Known } from "./listing.ts";

export default function Dictionary() {
  const titleOf = useTitles();
  return (
    <>
      <PageHeader title={t("dictionary.title")} about={t("dictionary.about")} />
      <ResourceTable<Known>
        name="dictionary"
        label={t("dictionary.title")}
        load={async ({ q, ...asked }) => listed((await events.dictionary(q ? { q: String(q) } : {})).items, asked)}
        columns={columns(titleOf)}
        filters={filters()}
        defaultSort="-count"
        rowPath={({ id }) => pathOf(id)}
        empty={{
          title: t("dictionary.empty"),
          about: t("dictionary.empty_about"),
          action: <Link to="/events/live">{t("dictionary.empty_action")}</Link>,
        }}
      />
    </>
  );
}

function filters(): Filter[] {
  return [
    { kind: "search", name: "q", label: t("dictionary.search") },
    {
      kind: "choice",
      name: "status",
      label: t("dictionary.status"),
      options: PLAN_STATUSES.map((value) => ({ value, label: t(`plan_status.${value}`) })),
    },
  ];
}

function columns(titleOf: (name: string) => string | null): Column<Known>[] {
  return [
    {
      key: "name",
      title: t("dictionary.name"),
      sort: "name",
      render: ({ id }) => (
        <EventName name={id} title={titleOf(id)} wrap={(words) => <Link to={pathOf(id)}>{words}</Link>} />
      ),
    },
    {
      key: "status",
      title: t("dictionary.status"),
      from: "sm",
      render: ({ status }) => <PlanChip status={status} />,
    },
    {
      key: "type",
      title: t("dictionary.type"),
      from: "lg",
      render: ({ row }) => <span className="sy-mono">{row.seen.type}</span>,
    },
    {
      key: "count",
      title: t("dictionary.count"),
      align: "right",
      sort: "count",
      render: ({ row }) => number(row.seen.count),
    },
    {
      key: "count_week",
      title: t("dictionary.count_week"),
      align: "right",
      from: "md",
      sort: "count_week",
      render: ({ row }) => number(row.seen.count_week),
    },
    {
      key: "first_time",
      title: t("dictionary.first_time"),
      align: "right",
      from: "xl",
      sort: "first_time",
      render: ({ row }) => dateTime(row.seen.first_time),
    },
    {
      key: "last_time",
      title: t("dictionary.last_time"),
      align: "right",
      from: "md",
      sort: "last_time",
      render: ({ row }) => (
        <time dateTime={row.seen.last_time} title={dateTime(row.seen.last_time)}>
          {since(row.seen.last_time)}
        </time>
      ),
    },
  ];
}
