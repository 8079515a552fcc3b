// Off, warn or strict, for one event; only shown to those who may not change it.
import { plan, type Mode } from "@siyu/api";
import { t } from "@siyu/i18n";
import { errorText } from "@siyu/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Segmented } from "antd";
import { useMay } from "../../../shell/session.ts";
import { PlanChip } from "../PlanChip.tsx";

export const MODES: readonly Mode[] = ["off", "warn", "strict"];

interface ModeSwitchProps {
  event: { name: string; mode: Mode };
}

export function ModeSwitch({ event: { name, mode } }: ModeSwitchProps) {
  const may = useMay();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const change = useMutation({
    mutationFn: (to: Mode) => plan.setMode(name, to),
    onSuccess: ({ mode: to }) => {
      void message.success(t(`mode.${to}_set`, { name }));
      for (const key of ["plan", "dictionary"]) void cache.invalidateQueries({ queryKey: [key] });
    },
    onError: (cause) => void message.error(errorText(cause)),
  });
  if (!may("events:plan")) return <PlanChip status={mode} />;
  return (
    <ModeChoice
      label={t("plan.mode_of", { name })}
      value={change.isPending ? change.variables : mode}
      onChange={change.mutate}
    />
  );
}

interface ModeChoiceProps {
  label: string;
  value: Mode;
  onChange: (mode: Mode) => void;
}

export function ModeChoice({ label, value, onChange }: ModeChoiceProps) {
  return (
    <Segmented
      className={`sy-mode sy-mode-${value}`}
      aria-label={label}
      value={value}
      onChange={onChange}
      options={MODES.map((each) => ({ value: each, label: t(`mode.${each}`) }))}
    />
  );
}
