// An import under way: one bar, one sentence.
import type { Import } from "@siyu/api";
import { number, t } from "@siyu/i18n";
import { Panel } from "@siyu/ui";
import { Progress } from "antd";
import { share } from "./progress.ts";

export function Running({ one }: { one: Import }) {
  return (
    <Panel>
      <div role="status">
        <Progress percent={Math.floor(share(one) * 100)} status="active" aria-label={t("imports.progress")} />
        <p className="sy-quiet sy-number">{sentence(one)}</p>
      </div>
    </Panel>
  );
}

function sentence(one: Import): string {
  if (one.state === "writing" && one.documents_total !== null)
    return t("import.writing_documents", { done: number(one.documents_done), total: number(one.documents_total) });
  if (one.rows_total !== null)
    return t("import.reading_rows", { read: number(one.rows_read), total: number(one.rows_total) });
  return t("import.reading_rows_open", { read: number(one.rows_read) });
}
