// Facts that failed again and again, waiting for a person.
import { system, type DeadLetter } from "@siyu/api";
import { dateTime, number, t } from "@siyu/i18n";
import { errorText, Panel, ResourceTable, type Column } from "@siyu/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useMay } from "../../shell/session.ts";

export function DeadLetters() {
  const may = useMay();
  const retry: Column<DeadLetter> = {
    key: "actions",
    title: "",
    align: "right",
    render: (letter) => <Retry id={letter.id} />,
  };
  return (
    <Panel title={t("system.dead")} flush className="sy-panel-list">
      <ResourceTable<DeadLetter>
        name="dead-letters"
        label={t("system.dead")}
        load={(query) => system.deadLetters(query)}
        columns={may("system:write") ? [...columns(), retry] : columns()}
        empty={{ title: t("system.dead_empty"), about: t("system.dead_empty_about") }}
      />
    </Panel>
  );
}

function columns(): Column<DeadLetter>[] {
  return [
    { key: "fact", title: t("system.fact"), render: (letter) => letter.fact },
    {
      key: "listener",
      title: t("system.listener"),
      from: "md",
      render: (letter) => <span className="sy-mono">{letter.listener}</span>,
    },
    { key: "error", title: t("system.error"), render: (letter) => <span className="sy-clip">{letter.error}</span> },
    {
      key: "attempts",
      title: t("system.attempts"),
      align: "right",
      from: "sm",
      render: (letter) => number(letter.attempts),
    },
    {
      key: "died_at",
      title: t("system.died_at"),
      align: "right",
      from: "md",
      render: (letter) => dateTime(letter.died_at),
    },
  ];
}

function Retry({ id }: { id: string }) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const retry = useMutation({
    mutationFn: () => system.retryDeadLetter(id),
    onSuccess: () => {
      void message.success(t("system.retried"));
      void cache.invalidateQueries({ queryKey: ["dead-letters"] });
      void cache.invalidateQueries({ queryKey: ["system"] });
    },
    onError: (cause) => void message.error(errorText(cause)),
  });
  return (
    <Button type="text" size="small" loading={retry.isPending} onClick={() => retry.mutate()}>
      {t("system.retry")}
    </Button>
  );
}
