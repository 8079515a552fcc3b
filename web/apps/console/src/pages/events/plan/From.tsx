// Where a planned event comes from: the spec, the spec with changes, or the brand.
import type { PlannedEventRow } from "@siyu/api";
import { t } from "@siyu/i18n";
import { StateBadge } from "@siyu/ui";

export function From({ row }: { row: Pick<PlannedEventRow, "is_shipped" | "is_changed"> }) {
  if (!row.is_shipped) return <StateBadge tone="busy">{t("plan.own")}</StateBadge>;
  if (row.is_changed) return <StateBadge tone="warn">{t("plan.changed")}</StateBadge>;
  return <span className="sy-quiet">{t("plan.shipped")}</span>;
}
