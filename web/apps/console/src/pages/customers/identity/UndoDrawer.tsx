import { identity, type IdentityChange } from "@siyu/api";
// Taking a merge back, with a reason.
import { t } from "@siyu/i18n";
import { FormDrawer } from "@siyu/ui";
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { WhyField } from "./WhyField.tsx";

interface UndoDrawerProps {
  change: IdentityChange | null;
  onClose: () => void;
  onUndone: () => void;
}

export function UndoDrawer({ change, onClose, onUndone }: UndoDrawerProps) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const takeBack = async ({ why }: { why: string }) => {
    if (change === null) return;
    await identity.undo(change.id, why.trim());
    void message.success(t("identity.undone_done"));
    onUndone();
    void cache.invalidateQueries();
  };
  return (
    <FormDrawer<{ why: string }>
      title={t("identity.undo")}
      about={t("identity.undo_about")}
      open={change !== null}
      onClose={onClose}
      onSubmit={takeBack}
      submitLabel={t("identity.review")}
      confirm={() => ({
        title: t("identity.undo_question"),
        content: t("identity.undo_consequence"),
        okText: t("identity.undo"),
      })}
    >
      <WhyField />
    </FormDrawer>
  );
}
