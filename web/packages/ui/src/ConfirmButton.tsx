// A button for what cannot be undone: says what will happen and asks once more.
import { t } from "@siyu/i18n";
import { App, Button, type ButtonProps } from "antd";
import type { ReactNode } from "react";
import { errorText } from "./errorText.ts";

interface ConfirmButtonProps extends Omit<ButtonProps, "onClick" | "title"> {
  question: string;
  consequence: ReactNode;
  confirmLabel: string;
  onConfirm: () => Promise<unknown>;
}

export function ConfirmButton({
  question,
  consequence,
  confirmLabel,
  onConfirm,
  danger = true,
  ...button
}: ConfirmButtonProps) {
  const { modal, message } = App.useApp();
  const ask = () =>
    modal.confirm({
      title: question,
      content: consequence,
      okText: confirmLabel,
      cancelText: t("action.cancel"),
      okButtonProps: { danger },
      onOk: () => onConfirm().catch((cause: unknown) => void message.error(errorText(cause))),
    });
  return <Button danger={danger} {...button} onClick={() => void ask()} />;
}
