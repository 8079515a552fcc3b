// Writing down what a customer says: yes or no, to what, through which channel, and how we know.
import { consents, type ConsentPurpose, type SaidConsent } from "@siyu/api";
import { inLocale, named, t } from "@siyu/i18n";
import { FormDrawer } from "@siyu/ui";
import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Radio, Select } from "antd";
import { VersionField } from "./VersionField.tsx";

const HOWS = ["form", "double_opt_in", "message", "call", "paper", "staff"] as const;

interface Answers {
  state: SaidConsent["state"];
  purpose: SaidConsent["purpose"];
  channel: SaidConsent["channel"];
  version?: string;
  how: SaidConsent["evidence"]["how"];
  where?: string;
  reference?: string;
  note?: string;
}

interface SayDrawerProps {
  personId: string;
  purposes: ConsentPurpose[];
  /** What it is about, where that is known. */
  purpose: ConsentPurpose["purpose"] | null;
  open: boolean;
  onClose: () => void;
}

export function SayDrawer({ personId, purposes, purpose, open, onClose }: SayDrawerProps) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const titleOf = (code: string) => {
    const found = purposes.find((item) => item.purpose === code);
    return found ? inLocale(found) : code;
  };
  const say = async (answers: Answers) => {
    await consents.say(personId, said(answers));
    void message.success(t("consent.done"));
    void cache.invalidateQueries({ queryKey: ["consents", personId] });
  };
  return (
    <FormDrawer<Answers>
      title={purpose ? t("consent.write_for", { purpose: titleOf(purpose) }) : t("consent.form_title")}
      about={t("consent.form_about")}
      open={open}
      onClose={onClose}
      initial={{ channel: "any", ...(purpose ? { purpose } : {}) }}
      onSubmit={say}
      submitLabel={t("consent.review")}
      confirm={({ state, purpose: about, channel }) => ({
        title: t(`consent.question_${state}`, { purpose: titleOf(about) }),
        content: t(`consent.consequence_${state}`, { channel: named("consent_channel", channel) }),
        okText: t("consent.write"),
      })}
    >
      <Form.Item name="state" label={t("consent.state")} rules={[required("consent.state")]}>
        <Radio.Group
          options={(["granted", "withdrawn"] as const).map((value) => ({ value, label: t(`consent.state_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="purpose" label={t("consent.purpose")} rules={[required("consent.purpose")]}>
        <Select options={purposes.map((item) => ({ value: item.purpose, label: inLocale(item) }))} />
      </Form.Item>
      <Form.Item name="channel" label={t("consent.channel")} rules={[required("consent.channel")]}>
        <Select
          options={(purposes[0]?.channels ?? []).map(({ channel }) => ({
            value: channel,
            label: named("consent_channel", channel),
          }))}
        />
      </Form.Item>
      <VersionField />
      <EvidenceFields />
    </FormDrawer>
  );
}

function EvidenceFields() {
  return (
    <>
      <Form.Item name="how" label={t("consent.how")} rules={[required("consent.how")]}>
        <Select options={HOWS.map((value) => ({ value, label: named("consent_how", value) }))} />
      </Form.Item>
      <Form.Item name="where" label={t("consent.where")} extra={t("consent.where_about")} rules={[{ max: 500 }]}>
        <Input />
      </Form.Item>
      <Form.Item
        name="reference"
        label={t("consent.reference")}
        extra={t("consent.reference_about")}
        rules={[{ max: 200 }]}
      >
        <Input />
      </Form.Item>
      <Form.Item name="note" label={t("consent.remark")} rules={[{ max: 500 }]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
    </>
  );
}

const required = (what: "consent.state" | "consent.purpose" | "consent.channel" | "consent.how") => ({
  required: true,
  message: t("form.required", { what: t(what) }),
});

function said({ state, purpose, channel, version, ...evidence }: Answers): SaidConsent {
  const { how, where = "", reference = "", note = "" } = evidence;
  return {
    state,
    purpose,
    channel,
    version: state === "granted" ? (version ?? null) : null,
    evidence: { how, where: where.trim(), reference: reference.trim(), note: note.trim() },
  };
}
