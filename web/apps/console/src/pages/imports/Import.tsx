// One import, followed while it runs and explained when it is over.
import { imports, type Import as ImportNoun } from "@siyu/api";
import { dateTime, duration, inLocale, named, t } from "@siyu/i18n";
import { ConfirmButton, ErrorState, errorText, Facts, PageHeader, Panel } from "@siyu/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Skeleton } from "antd";
import { useEffect } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useMay } from "../../shell/session.ts";
import { Counts } from "./Counts.tsx";
import { ImportState } from "./ImportState.tsx";
import { Problems } from "./Problems.tsx";
import { isRunning } from "./progress.ts";
import { Running } from "./Running.tsx";

const LOOK_AGAIN_MS = 1000;
const TOUCHED = ["insight", "people", "orders", "products", "dictionary"];

export default function Import() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ["imports", "one", id],
    queryFn: () => imports.one(id),
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? LOOK_AGAIN_MS : false),
  });
  useFreshLists(data);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 8 }} />;
  return (
    <>
      <PageHeader
        back={{ to: "/imports", label: t("imports.title") }}
        title={
          <span className="sy-person-title">
            {data.file_name} <ImportState one={data} />
          </span>
        }
        about={data.dry_run ? t("imports.dry_run") : undefined}
        actions={<Actions one={data} />}
      />
      <Report one={data} />
    </>
  );
}

// What an import wrote makes every other list stale.
function useFreshLists(one: ImportNoun | undefined): void {
  const cache = useQueryClient();
  const over = one?.state === "done";
  useEffect(() => {
    if (over) void cache.invalidateQueries({ predicate: ({ queryKey }) => TOUCHED.includes(String(queryKey[0])) });
  }, [over, cache]);
}

function Report({ one }: { one: ImportNoun }) {
  return (
    <div className="sy-stack">
      {isRunning(one) && <Running one={one} />}
      {one.error && (
        <Alert type="error" showIcon title={inLocale(one.error.message)} description={<code>{one.error.code}</code>} />
      )}
      {one.dry_run && one.state === "done" && <Alert type="info" showIcon title={t("import.dry_run_about")} />}
      <Counts one={one} />
      <div className="sy-columns">
        <div className="sy-span-8">
          <Panel title={t("import.problems")}>
            {one.problems.length === 0 ? (
              <p className="sy-quiet">{t("import.no_problems")}</p>
            ) : (
              <Problems problems={one.problems} />
            )}
          </Panel>
        </div>
        <div className="sy-span-4">
          <Panel title={t("import.facts")}>
            <Facts items={facts(one)} />
          </Panel>
        </div>
      </div>
    </div>
  );
}

function facts(one: ImportNoun) {
  const took = one.finished_at ? (Date.parse(one.finished_at) - Date.parse(one.created_at)) / 1000 : null;
  return [
    { label: t("imports.kind"), value: named("import_kind", one.kind) },
    { label: t("imports.mapping"), value: one.mapping },
    { label: t("orders.source"), value: one.source },
    { label: t("imports.started_by"), value: one.started_by },
    { label: t("imports.created_at"), value: dateTime(one.created_at) },
    ...(took === null ? [] : [{ label: t("import.took"), value: duration(took) }]),
  ];
}

function Actions({ one }: { one: ImportNoun }) {
  const may = useMay();
  const cache = useQueryClient();
  const cancel = () => imports.cancel(one.id).then((now) => cache.setQueryData(["imports", "one", one.id], now));
  return (
    <>
      {one.rows_rejected > 0 && may("imports:write") && (
        <Button href={imports.rejectsPath(one.id)} download>
          {t("import.rejects")}
        </Button>
      )}
      {isRunning(one) && may("imports:write") && (
        <ConfirmButton
          question={t("import.cancel_question")}
          consequence={t("import.cancel_about")}
          confirmLabel={t("import.cancel")}
          onConfirm={cancel}
        >
          {t("import.cancel")}
        </ConfirmButton>
      )}
      {one.state === "done" && one.dry_run && may("imports:write") && <ForReal id={one.id} />}
      {one.state === "done" && !one.dry_run && (
        <Link to="/">
          <Button type="primary" tabIndex={-1}>
            {t("import.see_home")}
          </Button>
        </Link>
      )}
    </>
  );
}

function ForReal({ id }: { id: string }) {
  const navigate = useNavigate();
  const { message } = App.useApp();
  const start = useMutation({
    mutationFn: () => imports.repeat(id),
    onSuccess: (started) => void navigate(`/imports/${started.id}`),
    onError: (error) => void message.error(errorText(error)),
  });
  return (
    <Button type="primary" loading={start.isPending} onClick={() => start.mutate()}>
      {t("import.for_real")}
    </Button>
  );
}
