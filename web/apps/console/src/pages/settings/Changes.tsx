// What one act changed: only the fields that differ, before and after.
import type { AuditEntry } from "@siyu/api";
import { t } from "@siyu/i18n";
import { changes } from "./changes.ts";

export function Changes({ entry }: { entry: AuditEntry }) {
  const rows = changes(entry.before ?? {}, entry.after ?? {});
  return (
    <div className="sy-changes">
      {rows.length === 0 ? (
        <p className="sy-quiet">{t("audit.no_changes")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("audit.field")}</th>
              <th scope="col">{t("audit.before")}</th>
              <th scope="col">{t("audit.after")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td>{before === null ? "—" : <del>{before}</del>}</td>
                <td>{after === null ? "—" : <ins>{after}</ins>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {entry.request_id && <p className="sy-quiet sy-mono">{t("audit.request", { id: entry.request_id })}</p>}
    </div>
  );
}
