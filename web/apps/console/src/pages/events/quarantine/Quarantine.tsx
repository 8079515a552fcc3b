// Refused events: why, what to do, and their way back in.
import { t } from "@siyu/i18n";
import { PageHeader } from "@siyu/ui";
import { useQueryClient } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useSearchParams } from "react-router";
import { AllOfReason } from "./AllOfReason.tsx";
import { OneRefused } from "./OneRefused.tsx";
import { Reasons } from "./Reasons.tsx";
import { Refused } from "./Refused.tsx";
import { STATES, type Shown } from "./states.ts";

export default function Quarantine() {
  const [params, setParams] = useSearchParams();
  const cache = useQueryClient();
  const change = (changes: Record<string, string | undefined>) =>
    setParams((held) => {
      for (const [name, value] of Object.entries({ cursor: undefined, ...changes })) {
        if (value === undefined) held.delete(name);
        else held.set(name, value);
      }
      return held;
    });
  const code = params.get("code") ?? undefined;
  const event = params.get("event") ?? undefined;
  const state: Shown = STATES.find((each) => each === params.get("state")) ?? "waiting";
  const refresh = () => void cache.invalidateQueries({ queryKey: ["quarantine"] });
  return (
    <>
      <PageHeader title={t("quarantine.title")} about={t("quarantine.about")} />
      <div className="sy-columns">
        <div className="sy-span-4">
          <Reasons code={code} event={event} onNarrow={change} />
        </div>
        <div className="sy-span-8 sy-stack">
          {code && state === "waiting" && <AllOfReason code={code} event={event} onDone={refresh} />}
          <div>
            <Segmented
              className="sy-states"
              aria-label={t("quarantine.state")}
              value={state}
              onChange={(chosen) => change({ state: chosen === "waiting" ? undefined : chosen })}
              options={STATES.map((value) => ({ value, label: t(`quarantine.state_${value}`) }))}
            />
            <Refused
              key={`${state} ${code ?? ""} ${event ?? ""}`}
              state={state}
              onOpen={(id) => change({ open: id })}
              onDone={refresh}
            />
          </div>
        </div>
      </div>
      <OneRefused id={params.get("open")} onClose={() => change({ open: undefined })} onDone={refresh} />
    </>
  );
}
