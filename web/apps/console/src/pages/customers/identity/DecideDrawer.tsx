import { identity, type IdentityConflict, type WantedDecision } from "@siyu/api";
// Deciding an identity conflict, once and with a reason.
import { t } from "@siyu/i18n";
import { FormDrawer } from "@siyu/ui";
import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Radio } from "antd";
import { OneSide } from "./ConflictList.tsx";
import { WhyField } from "./WhyField.tsx";
import { contradiction } from "./words.ts";

const DECISIONS = ["merge", "keep_apart", "move", "dismiss"] as const;

interface DecideDrawerProps {
  conflict: IdentityConflict | null;
  onClose: () => void;
}

export function DecideDrawer({ conflict, onClose }: DecideDrawerProps) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const save = async ({ decision, why }: WantedDecision) => {
    if (conflict === null) return;
    await identity.decide(conflict.id, { decision, why: why.trim() });
    void message.success(t("conflict.done"));
    void cache.invalidateQueries();
  };
  return (
    <FormDrawer<WantedDecision>
      title={t("conflict.decide_title")}
      about={conflict && contradiction(conflict.kind)}
      open={conflict !== null}
      onClose={onClose}
      onSubmit={save}
      submitLabel={t("identity.review")}
      confirm={({ decision }) => ({
        title: t(`conflict.question_${decision}`),
        content: t(`conflict.about_${decision}`),
        okText: t("conflict.decide"),
      })}
    >
      {conflict && (
        <div className="sy-conflict sy-conflict-whole">
          <OneSide side={conflict.a} />
          <OneSide side={conflict.b} />
        </div>
      )}
      <Form.Item
        name="decision"
        label={t("conflict.decision")}
        rules={[{ required: true, message: t("form.required", { what: t("conflict.decision") }) }]}
      >
        <Radio.Group className="sy-decisions">
          {DECISIONS.map((value) => (
            <Radio key={value} value={value}>
              <span className="sy-two-lines">
                {t(`conflict.decision_${value}`)}
                <small>{t(`conflict.about_${value}`)}</small>
              </span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <WhyField />
    </FormDrawer>
  );
}
