// The first rows as they would be written, the problems found, and the two ways on: dry run or import.
import { imports, type ImportFile, type Preview } from "@siyu/api";
import { named, number, t } from "@siyu/i18n";
import { errorText, ErrorState, Panel, StateBadge } from "@siyu/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Skeleton } from "antd";
import { useNavigate } from "react-router";
import type { Choice } from "./choice.ts";
import { Problems } from "./Problems.tsx";
import { SampleTable } from "./SampleTable.tsx";

interface PreviewStepProps {
  file: ImportFile;
  choice: Choice;
  onBack: () => void;
}

export function PreviewStep({ file, choice, onBack }: PreviewStepProps) {
  const wish = { file_id: file.id, ...sent(choice) };
  const { data, error, refetch } = useQuery({
    queryKey: ["imports", "preview", wish],
    queryFn: () => imports.preview(wish),
    retry: false,
  });
  const back = <Button onClick={onBack}>{t("import.back_to_mapping")}</Button>;
  if (error) {
    return (
      <Panel extra={back} title={t("import.preview")}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Panel>
    );
  }
  if (!data) return <Skeleton active paragraph={{ rows: 8 }} />;
  return (
    <>
      <Panel
        title={`${t("import.preview")} · ${named("import_kind", data.kind)}`}
        note={t("import.preview_about", { count: number(data.rows_checked) })}
        extra={back}
        flush
      >
        <SampleTable label={t("import.preview")} columns={data.columns} rows={data.rows} />
      </Panel>
      <Panel title={t("import.problems")}>
        <Found preview={data} />
        {data.unknown_columns.length > 0 && (
          <p className="sy-quiet sy-unused">
            {t("import.unused_columns", { columns: data.unknown_columns.join("、") })}
          </p>
        )}
        <Start wish={wish} />
      </Panel>
    </>
  );
}

// Edited words stand alone; the name they came from is only sent when they were not touched.
function sent({ mapping, mapping_yaml }: Choice): Choice {
  return mapping_yaml === null ? { mapping, mapping_yaml: null } : { mapping: null, mapping_yaml };
}

function Found({ preview }: { preview: Preview }) {
  if (preview.problems.length === 0) return <StateBadge tone="good">{t("import.no_problems")}</StateBadge>;
  return <Problems problems={preview.problems} />;
}

function Start({ wish }: { wish: Choice & { file_id: string } }) {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const start = useMutation({
    mutationFn: (dry_run: boolean) => imports.start({ ...wish, dry_run }),
    onSuccess: (started) => {
      void cache.invalidateQueries({ queryKey: ["imports", "list"] });
      void navigate(`/imports/${started.id}`);
    },
  });
  return (
    <>
      {start.error && <Alert className="sy-form-error" type="error" showIcon title={errorText(start.error)} />}
      <div className="sy-step-foot">
        <span className="sy-quiet">{t("import.try_about")}</span>
        <Button
          loading={start.isPending && start.variables}
          disabled={start.isPending}
          onClick={() => start.mutate(true)}
        >
          {t("import.try")}
        </Button>
        <Button
          type="primary"
          loading={start.isPending && !start.variables}
          disabled={start.isPending}
          onClick={() => start.mutate(false)}
        >
          {t("import.start")}
        </Button>
      </div>
    </>
  );
}
