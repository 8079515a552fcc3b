// What the plan does with an event, in one word.
import { t } from "@siyu/i18n";
import { StateBadge, type Tone } from "@siyu/ui";
import type { PlanStatus } from "./dictionary/listing.ts";

const TONE: Record<PlanStatus, Tone> = { not_planned: "calm", off: "calm", warn: "warn", strict: "good" };

export function PlanChip({ status }: { status: PlanStatus }) {
  return <StateBadge tone={TONE[status]}>{t(`plan_status.${status}`)}</StateBadge>;
}
