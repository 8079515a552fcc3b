// The reason, which stays in the history.
import { t } from "@siyu/i18n";
import { Form, Input } from "antd";
import { WHY_CHARS_MAX } from "./words.ts";

export function WhyField() {
  return (
    <Form.Item
      name="why"
      label={t("identity.why")}
      extra={t("identity.why_about")}
      rules={[
        { required: true, whitespace: true, message: t("form.required", { what: t("identity.why") }) },
        { max: WHY_CHARS_MAX },
      ]}
    >
      <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
    </Form.Item>
  );
}
