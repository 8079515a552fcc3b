// Groups as a row of chips: the parts of the loop, each with how many events it has.
import { number, t } from "@siyu/i18n";
import { useSearchParams } from "react-router";
import { OWN, useGroups, useGroupTitle } from "./groups.ts";

export function Groups() {
  const groups = useGroups();
  const titleOf = useGroupTitle();
  const [params, setParams] = useSearchParams();
  const chosen = params.get("group");
  const choose = (code: string | null) =>
    setParams((held) => {
      held.delete("cursor");
      if (code === null) held.delete("group");
      else held.set("group", code);
      return held;
    });
  return (
    <div className="sy-groups" role="group" aria-label={t("plan.groups")}>
      <Chip label={t("plan.all_groups")} chosen={chosen === null} onChoose={() => choose(null)} />
      {groups.map(({ code, events }) => (
        <Chip
          key={code}
          label={titleOf(code)}
          count={events.length}
          chosen={chosen === code}
          onChoose={() => choose(code)}
        />
      ))}
      <Chip label={titleOf(OWN)} chosen={chosen === OWN} onChoose={() => choose(OWN)} />
    </div>
  );
}

interface ChipProps {
  label: string;
  count?: number;
  chosen: boolean;
  onChoose: () => void;
}

function Chip({ label, count, chosen, onChoose }: ChipProps) {
  return (
    <button type="button" className="sy-group" aria-pressed={chosen} onClick={onChoose}>
      {label}
      {count !== undefined && <small>{number(count)}</small>}
    </button>
  );
}
