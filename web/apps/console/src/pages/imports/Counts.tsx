// What an import did, in six numbers.
import type { Import } from "@siyu/api";
import { number, t } from "@siyu/i18n";
import { MetricCard } from "@siyu/ui";

export function Counts({ one }: { one: Import }) {
  const now = (value: number) => ({ value, previous: null });
  const of = one.rows_total === null ? "" : t("import.of_total", { total: number(one.rows_total) });
  return (
    <div className="sy-metrics sy-metrics-narrow">
      <MetricCard label={t("import.read")} metric={now(one.rows_read)} format={number} good="up" hint={of} />
      <MetricCard label={t("import.created")} metric={now(one.created)} format={number} good="up" />
      <MetricCard label={t("import.changed")} metric={now(one.changed)} format={number} good="up" />
      <MetricCard label={t("import.unchanged")} metric={now(one.unchanged)} format={number} good="up" />
      <MetricCard
        label={t("import.skipped")}
        metric={now(one.rows_skipped)}
        format={number}
        good="down"
        hint={t("import.skipped_hint")}
      />
      <MetricCard
        label={t("import.rejected")}
        metric={now(one.rows_rejected)}
        format={number}
        good="down"
        hint={one.rows_rejected > 0 ? t("import.rejected_hint") : ""}
      />
    </div>
  );
}
