// Asks once more before a screen with an unsaved draft is left.
import { t } from "@siyu/i18n";
import { App } from "antd";
import { useEffect } from "react";
import { useBlocker } from "react-router";

export function useCarefulLeave(isChanged: boolean): void {
  const { modal } = App.useApp();
  const blocker = useBlocker(
    ({ currentLocation: from, nextLocation: to }) => isChanged && from.pathname !== to.pathname,
  );
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    modal.confirm({
      title: t("form.unsaved"),
      content: t("form.unsaved_about"),
      okText: t("form.discard"),
      cancelText: t("form.keep_editing"),
      okButtonProps: { danger: true },
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
  }, [blocker, modal]);
}
