// One event of the plan, or null where nobody planned it: found by the list, whose answer is never a refusal.
import { plan, type PlannedEvent } from "@siyu/api";

const NAMES_MAX = 200;

export async function plannedEvent(name: string): Promise<PlannedEvent | null> {
  const { items } = await plan.list({ q: name, limit: NAMES_MAX });
  return items.some((each) => each.name === name) ? await plan.one(name) : null;
}
