// Putting refused events aside without a replay, after asking once.
import { events } from "@siyu/api";
import { number, t } from "@siyu/i18n";
import { ConfirmButton } from "@siyu/ui";
import { App } from "antd";
import { calls, type Choice } from "./replaying.ts";

interface DismissProps {
  choice: Choice;
  total: number;
  label: string;
  onDone: () => void;
}

export function Dismiss({ choice, total, label, onDone }: DismissProps) {
  const { message } = App.useApp();
  const dismiss = async () => {
    let count = 0;
    for (const call of calls(choice)) count += (await events.dismiss(call)).dismissed;
    void message.success(t("quarantine.dismissed", { count: number(count) }));
    onDone();
  };
  return (
    <ConfirmButton
      question={t("quarantine.dismiss_question", { count: number(total) })}
      consequence={t("quarantine.dismiss_about")}
      confirmLabel={t("quarantine.dismiss")}
      onConfirm={dismiss}
    >
      {label}
    </ConfirmButton>
  );
}
