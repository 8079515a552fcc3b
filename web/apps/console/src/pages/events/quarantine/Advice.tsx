// What to do about a reason, and where.
import { named, t } from "@siyu/i18n";
import { Link } from "react-router";
import { pathOf } from "../dictionary/paths.ts";
import { planPath } from "../plan/paths.ts";

/** Reasons the plan gives, so the plan is where they are mended. */
const OF_THE_PLAN = ["plan_violated", "unplanned", "event_reserved"];

export function Advice({ code, event }: { code: string; event?: string | undefined }) {
  return (
    <>
      {named("advice", code)}{" "}
      {OF_THE_PLAN.includes(code) && <PlanLink event={event} isPlanned={code !== "unplanned"} />}
    </>
  );
}

function PlanLink({ event, isPlanned }: { event: string | undefined; isPlanned: boolean }) {
  if (event === undefined) return <Link to="/events/plan">{t("quarantine.open_plan")}</Link>;
  const to = isPlanned ? planPath(event) : pathOf(event);
  return (
    <Link to={to}>{isPlanned ? t("quarantine.open_plan_event", { event }) : t("quarantine.plan_it", { event })}</Link>
  );
}
