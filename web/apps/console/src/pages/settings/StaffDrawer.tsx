// Adding an account, or changing one.
import { staff, type NewStaff, type Role, type Staff } from "@siyu/api";
import { named, t } from "@siyu/i18n";
import { FormDrawer } from "@siyu/ui";
import { Form, Input, Radio } from "antd";

const ROLES: readonly Role[] = ["operator", "staff", "analyst", "owner"];

interface StaffDrawerProps {
  editing: Staff | "new" | null;
  onClose: () => void;
  onSaved: () => void;
}

export function StaffDrawer({ editing, onClose, onSaved }: StaffDrawerProps) {
  const member = editing === "new" ? null : editing;
  const save = async (values: NewStaff) => {
    if (member === null) await staff.add(values);
    else await staff.change(member.id, { name: values.name, role: values.role });
    onSaved();
  };
  return (
    <FormDrawer<NewStaff>
      key={member?.id ?? "new"}
      title={member === null ? t("staff.add") : t("staff.edit")}
      open={editing !== null}
      onClose={onClose}
      initial={member ?? { role: "operator" }}
      onSubmit={save}
    >
      <Form.Item
        name="name"
        label={t("staff.name")}
        rules={[{ required: true, whitespace: true, message: t("form.required", { what: t("staff.name") }) }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      {member === null && <Credentials />}
      <Form.Item name="role" label={t("staff.role")} rules={[{ required: true }]}>
        <Radio.Group
          className="sy-roles"
          options={ROLES.map((role) => ({ value: role, label: <RoleLabel role={role} /> }))}
        />
      </Form.Item>
    </FormDrawer>
  );
}

function Credentials() {
  return (
    <>
      <Form.Item
        name="email"
        label={t("staff.email")}
        rules={[{ required: true, type: "email", message: t("form.required", { what: t("staff.email") }) }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t("staff.password")}
        extra={t("staff.password_about")}
        rules={[{ required: true, min: 12, message: t("password.short") }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}

function RoleLabel({ role }: { role: Role }) {
  return (
    <span className="sy-two-lines">
      {named("role", role)}
      <small>{named("role_about", role)}</small>
    </span>
  );
}
