// The groups of the plan, in the order in which they happen.
import { plan } from "@siyu/api";
import { inLocale, t } from "@siyu/i18n";
import { useQuery } from "@tanstack/react-query";

/** Where events of the brand's own stand. */
export const OWN = "own";

export const useGroups = () =>
  useQuery({ queryKey: ["plan", "groups"], queryFn: plan.groups, staleTime: Infinity }).data ?? [];

export function useGroupTitle(): (code: string) => string {
  const groups = useGroups();
  return (code) => {
    const found = groups.find((each) => each.code === code);
    if (found) return inLocale({ zh: found.title_zh, en: found.title_en });
    return code === OWN ? t("plan.own_group") : code;
  };
}
