// What the three modes do, and which one holds for events that nobody planned.
import { plan, type Mode } from "@siyu/api";
import { t } from "@siyu/i18n";
import { errorText, Panel } from "@siyu/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useMay } from "../../../shell/session.ts";
import { PlanChip } from "../PlanChip.tsx";
import { ModeChoice, MODES } from "./ModeSwitch.tsx";

export function Modes() {
  return (
    <Panel className="sy-modes" title={t("plan.modes")}>
      <dl>
        {MODES.map((mode) => (
          <div key={mode}>
            <dt>
              <PlanChip status={mode} />
            </dt>
            <dd>{t(`mode.${mode}_about`)}</dd>
          </div>
        ))}
      </dl>
      <Unplanned />
    </Panel>
  );
}

function Unplanned() {
  const may = useMay();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const key = ["plan", "settings"];
  const { data } = useQuery({ queryKey: key, queryFn: plan.settings });
  const change = useMutation({
    mutationFn: (mode: Mode) => plan.changeSettings(mode),
    onSuccess: (settings) => {
      cache.setQueryData(key, settings);
      void message.success(t("plan.unplanned_set", { mode: t(`mode.${settings.unplanned}`) }));
    },
    onError: (cause) => void message.error(errorText(cause)),
  });
  if (!data) return null;
  const mode = change.isPending ? change.variables : data.unplanned;
  return (
    <div className="sy-unplanned">
      <span className="sy-two-lines">
        <b>{t("plan.unplanned")}</b>
        <small>{t("plan.unplanned_about")}</small>
      </span>
      {may("events:plan") ? (
        <ModeChoice label={t("plan.unplanned")} value={mode} onChange={change.mutate} />
      ) : (
        <PlanChip status={mode} />
      )}
    </div>
  );
}
