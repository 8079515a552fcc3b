// Every import: what came in, how far it is, how it ended.
import { imports, type Import, type ImportsQuery } from "@siyu/api";
import { dateTime, named, number, t } from "@siyu/i18n";
import { PageHeader, ResourceTable, type Column } from "@siyu/ui";
import { Button, Progress } from "antd";
import { Link } from "react-router";
import { useMay } from "../../shell/session.ts";
import { ImportState } from "./ImportState.tsx";
import { isRunning, share } from "./progress.ts";

const LOOK_AGAIN_MS = 2000;

export default function Imports() {
  const may = useMay();
  const start = may("imports:write") ? <Start /> : undefined;
  return (
    <>
      <PageHeader title={t("imports.title")} about={t("imports.about")} actions={start} />
      <ResourceTable<Import>
        name="imports"
        label={t("imports.title")}
        load={(query) => imports.list(query as ImportsQuery)}
        columns={columns()}
        rowPath={(one) => `/imports/${one.id}`}
        refreshMs={(page) => (page?.items.some(isRunning) ? LOOK_AGAIN_MS : false)}
        empty={{ title: t("imports.empty"), about: t("imports.empty_about"), action: start }}
      />
    </>
  );
}

function Start() {
  return (
    <Link to="/imports/new">
      <Button type="primary" tabIndex={-1}>
        {t("imports.new")}
      </Button>
    </Link>
  );
}

function columns(): Column<Import>[] {
  return [
    { key: "file", title: t("imports.file"), render: (one) => <FileName one={one} /> },
    { key: "kind", title: t("imports.kind"), from: "md", render: (one) => named("import_kind", one.kind) },
    { key: "mapping", title: t("imports.mapping"), from: "lg", render: (one) => one.mapping },
    { key: "state", title: t("imports.state"), render: (one) => <ImportState one={one} /> },
    { key: "result", title: t("imports.result"), from: "sm", render: (one) => <Result one={one} /> },
    {
      key: "rejected",
      title: t("import.rejected"),
      align: "right",
      from: "sm",
      render: (one) => <span className={one.rows_rejected > 0 ? "sy-bad" : ""}>{number(one.rows_rejected)}</span>,
    },
    { key: "started_by", title: t("imports.started_by"), from: "lg", render: (one) => one.started_by },
    {
      key: "created_at",
      title: t("imports.created_at"),
      align: "right",
      from: "md",
      render: (one) => dateTime(one.created_at),
    },
  ];
}

function FileName({ one }: { one: Import }) {
  return (
    <span className="sy-two-lines">
      <Link to={`/imports/${one.id}`} className="sy-clip">
        {one.file_name}
      </Link>
      {one.dry_run && <small>{t("imports.dry_run")}</small>}
    </span>
  );
}

function Result({ one }: { one: Import }) {
  if (isRunning(one))
    return (
      <Progress
        percent={Math.floor(share(one) * 100)}
        size="small"
        className="sy-import-progress"
        aria-label={t("imports.progress")}
      />
    );
  return t("imports.counts", { created: number(one.created), changed: number(one.changed) });
}
