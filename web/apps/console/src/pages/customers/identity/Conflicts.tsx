import { type IdentityConflict } from "@siyu/api";
// Identifiers that were used together and contradict each other: nobody is merged until somebody has looked.
import { t } from "@siyu/i18n";
import { PageHeader } from "@siyu/ui";
import { Segmented } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { ConflictList } from "./ConflictList.tsx";
import { DecideDrawer } from "./DecideDrawer.tsx";
import { STATES, type Shown } from "./states.ts";

export default function Conflicts() {
  const [params, setParams] = useSearchParams();
  const [deciding, setDeciding] = useState<IdentityConflict | null>(null);
  const state: Shown = STATES.find((each) => each === params.get("state")) ?? "open";
  return (
    <>
      <PageHeader title={t("conflict.title")} about={t("conflict.about")} />
      <div className="sy-scroll">
        <Segmented
          className="sy-states"
          aria-label={t("conflict.state")}
          value={state}
          onChange={(chosen) => setParams(chosen === "open" ? {} : { state: chosen })}
          options={STATES.map((value) => ({ value, label: t(`conflict.state_${value}`) }))}
        />
      </div>
      <ConflictList key={state} state={state} onDecide={setDeciding} />
      <DecideDrawer conflict={deciding} onClose={() => setDeciding(null)} />
    </>
  );
}
