// Making two customers one: find the other, look at both, say why.
import { type Person, identity } from "@siyu/api";
import { t } from "@siyu/i18n";
import { FormDrawer } from "@siyu/ui";
import { useQueryClient } from "@tanstack/react-query";
import { App, Form } from "antd";
import { useNavigate } from "react-router";
import { personName } from "../naming.ts";
import { PersonSelect, type Chosen } from "./PersonSelect.tsx";
import { SideBySide } from "./SideBySide.tsx";
import { WhyField } from "./WhyField.tsx";

interface Answers {
  other: Chosen;
  why: string;
}

interface MergeDrawerProps {
  person: Person;
  open: boolean;
  onClose: () => void;
  onMerged: () => void;
}

export function MergeDrawer({ person, open, onClose, onMerged }: MergeDrawerProps) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const join = async ({ other, why }: Answers) => {
    const { person_id } = await identity.merge(person.id, { with_id: other.value, why: why.trim() });
    void message.success(t("identity.merge_done"));
    onMerged();
    // Orders, assets, consents, figures: everything of both is one person's now.
    void cache.invalidateQueries();
    if (person_id !== person.id) void navigate(`/customers/${person_id}`, { replace: true });
  };
  return (
    <FormDrawer<Answers>
      title={t("identity.merge")}
      about={t("identity.merge_about")}
      open={open}
      onClose={onClose}
      onSubmit={join}
      submitLabel={t("identity.review")}
      confirm={({ other }) => ({
        title: t("identity.merge_question", { one: personName(person), other: other.name }),
        content: t("identity.merge_consequence"),
        okText: t("identity.merge_confirm"),
      })}
    >
      <Form.Item
        name="other"
        label={t("identity.other")}
        rules={[{ required: true, message: t("form.required", { what: t("identity.other") }) }]}
      >
        <PersonSelect except={person.id} />
      </Form.Item>
      <Both person={person} />
      <WhyField />
    </FormDrawer>
  );
}

function Both({ person }: { person: Person }) {
  const other = Form.useWatch<Chosen | undefined>("other");
  return other ? <SideBySide person={person} otherId={other.value} /> : null;
}
