// Backups made, and making one.
import { system } from "@siyu/api";
import { bytes, dateTime, since, t } from "@siyu/i18n";
import { ConfirmButton, ErrorState, Panel } from "@siyu/ui";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Table } from "antd";
import { useMay } from "../../shell/session.ts";

export function Backups({ last }: { last: string | null }) {
  const may = useMay();
  const note = last === null ? t("system.no_backup") : `${t("system.last_backup")} ${since(last)}`;
  return (
    <Panel title={t("system.backups")} note={note} extra={may("system:write") && <BackUp />} flush>
      <BackupTable />
    </Panel>
  );
}

function BackUp() {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const start = async () => {
    const { name } = await system.startBackup();
    void message.success(t("system.backup_done", { name }));
    await cache.invalidateQueries({ queryKey: ["system"] });
  };
  return (
    <ConfirmButton
      danger={false}
      question={t("system.backup_question")}
      consequence={t("system.backup_about")}
      confirmLabel={t("system.backup_now")}
      onConfirm={start}
    >
      {t("system.backup_now")}
    </ConfirmButton>
  );
}

function BackupTable() {
  const { data, error, refetch, isPending } = useQuery({ queryKey: ["system", "backups"], queryFn: system.backups });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Table
      className="sy-table"
      size="middle"
      rowKey="name"
      loading={isPending}
      dataSource={data?.items ?? []}
      pagination={false}
      locale={{ emptyText: <p className="sy-quiet sy-table-note">{t("system.backups_empty_about")}</p> }}
      columns={[
        {
          title: t("system.backup_name"),
          dataIndex: "name",
          render: (name: string) => <span className="sy-mono">{name}</span>,
        },
        { title: t("keys.created"), dataIndex: "created_at", responsive: ["sm"], render: dateTime },
        { title: t("system.backup_size"), dataIndex: "size_bytes", align: "right", render: bytes },
      ]}
    />
  );
}
