// The tracking plan: which events there are, what each must look like, and what happens to those that do not.
import { plan, type PlannedEventRow, type PlanQuery } from "@siyu/api";
import { t } from "@siyu/i18n";
import { PageHeader, ResourceTable, type Column, type Filter } from "@siyu/ui";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { useMay } from "../../../shell/session.ts";
import { EventName } from "../EventName.tsx";
import { PlanChip } from "../PlanChip.tsx";
import { titleOf } from "../titles.ts";
import { From } from "./From.tsx";
import { Groups } from "./Groups.tsx";
import { Modes } from "./Modes.tsx";
import { ModeSwitch } from "./ModeSwitch.tsx";
import { NewEvent } from "./NewEvent.tsx";
import { planPath } from "./paths.ts";
import { useGroupTitle } from "./groups.ts";

type Row = PlannedEventRow & { id: string };

export default function Plan() {
  const may = useMay();
  const [params] = useSearchParams();
  const group = params.get("group");
  const [adding, setAdding] = useState(false);
  const add = may("events:plan") && <NewEvent label={t("plan.add")} open={adding} onOpen={setAdding} />;
  return (
    <>
      <PageHeader title={t("plan.title")} about={t("plan.about")} actions={add} />
      <div className="sy-stack">
        <Modes />
        <div>
          <Groups />
          <ResourceTable<Row>
            name="plan"
            label={t("plan.title")}
            load={load}
            columns={useColumns()}
            filters={filters()}
            always={group === null ? {} : { group }}
            defaultSort="name"
            rowPath={({ name }) => planPath(name)}
            empty={{ title: t("plan.empty"), about: t("plan.empty_about") }}
          />
        </div>
      </div>
    </>
  );
}

async function load(query: Record<string, string | number | undefined>) {
  const page = await plan.list(query as PlanQuery);
  return { ...page, items: page.items.map((row) => ({ ...row, id: row.name })) };
}

function filters(): Filter[] {
  return [
    { kind: "search", name: "q", label: t("plan.search") },
    {
      kind: "choice",
      name: "mode",
      label: t("plan.mode"),
      options: (["off", "warn", "strict"] as const).map((value) => ({ value, label: t(`mode.${value}`) })),
    },
    {
      kind: "choice",
      name: "origin",
      label: t("plan.origin"),
      options: (["client", "server"] as const).map((value) => ({ value, label: t(`origin.${value}`) })),
    },
  ];
}

function useColumns(): Column<Row>[] {
  const groupTitle = useGroupTitle();
  return [
    {
      key: "name",
      title: t("plan.event"),
      sort: "name",
      render: (row) => (
        <EventName
          name={row.name}
          title={titleOf(row)}
          wrap={(words) => <Link to={planPath(row.name)}>{words}</Link>}
        />
      ),
    },
    { key: "group", title: t("plan.group"), from: "md", render: (row) => groupTitle(row.group) },
    { key: "origin", title: t("plan.origin"), from: "lg", render: (row) => t(`origin.${row.origin}`) },
    { key: "from", title: t("plan.from"), from: "lg", render: (row) => <From row={row} /> },
    { key: "mode", title: t("plan.mode"), align: "right", render: (row) => <Mode row={row} /> },
  ];
}

// Three words beside a name do not fit a phone; there the mode is changed on the page of the event.
function Mode({ row }: { row: Row }) {
  return (
    <>
      <span className="sy-wide-only">
        <ModeSwitch event={row} />
      </span>
      <span className="sy-narrow-only">
        <PlanChip status={row.mode} />
      </span>
    </>
  );
}
