// Changing one's own password.
import { session as calls } from "@siyu/api";
import { t } from "@siyu/i18n";
import { FormDrawer } from "@siyu/ui";
import { App, Form, Input } from "antd";

interface Passwords {
  current_password: string;
  new_password: string;
  repeat: string;
}

export function PasswordDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { message } = App.useApp();
  const change = async ({ current_password, new_password }: Passwords) => {
    await calls.changePassword({ current_password, new_password });
    void message.success(t("password.changed"));
  };
  return (
    <FormDrawer<Passwords>
      title={t("password.title")}
      about={t("password.about")}
      open={open}
      onClose={onClose}
      onSubmit={change}
    >
      <Form.Item
        name="current_password"
        label={t("password.current")}
        rules={[{ required: true, message: t("form.required", { what: t("password.current") }) }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="new_password"
        label={t("password.new")}
        rules={[{ required: true, min: 12, message: t("password.short") }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeat"
        label={t("password.repeat")}
        dependencies={["new_password"]}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_rule, value) =>
              value === getFieldValue("new_password")
                ? Promise.resolve()
                : Promise.reject(new Error(t("password.mismatch"))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </FormDrawer>
  );
}
