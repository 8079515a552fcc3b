// Making a key: a public one only writes events, a secret one has scopes the maker holds too.
import { keys } from "@siyu/api";
import { t } from "@siyu/i18n";
import { FormDrawer } from "@siyu/ui";
import { DatePicker, Form, Input, Radio, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useSession } from "../../shell/session.ts";
import { isOrigin, ORIGINS_MAX } from "./origins.ts";

/** All a key may do that stands in a web page. */
const PUBLIC_SCOPES = ["events:write"];

interface Answers {
  name: string;
  kind: "public" | "secret";
  scopes?: string[];
  origins?: string[];
  expires?: Dayjs | null;
}

interface KeyDrawerProps {
  open: boolean;
  onClose: () => void;
  /** The secret is null when an earlier, lost answer already told it. */
  onIssued: (secret: string | null) => void;
}

export function KeyDrawer({ open, onClose, onIssued }: KeyDrawerProps) {
  const issue = async ({ name, kind, scopes = [], origins = [], expires }: Answers) => {
    const { secret } = await keys.issue({
      name,
      kind,
      scopes: kind === "public" ? PUBLIC_SCOPES : scopes,
      origins: kind === "public" ? origins : [],
      expires_at: expires?.endOf("day").toISOString() ?? null,
    });
    onIssued(secret);
  };
  return (
    <FormDrawer<Answers>
      title={t("keys.add")}
      open={open}
      onClose={onClose}
      initial={{ kind: "secret" }}
      onSubmit={issue}
    >
      <Form.Item
        name="name"
        label={t("keys.name")}
        extra={t("keys.name_about")}
        rules={[{ required: true, whitespace: true, message: t("form.required", { what: t("keys.name") }) }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={t("keys.kind")} rules={[{ required: true }]}>
        <Radio.Group
          className="sy-roles"
          options={[
            { value: "secret", label: <Kind title={t("key_kind.secret")} about={t("keys.kind_secret_about")} /> },
            { value: "public", label: <Kind title={t("key_kind.public")} about={t("keys.kind_public_about")} /> },
          ]}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={["kind"]}>
        {({ getFieldValue }) => (getFieldValue("kind") === "secret" ? <ScopesField /> : <OriginsField />)}
      </Form.Item>
      <Form.Item name="expires" label={t("keys.expires")} extra={t("keys.expires_about")}>
        <DatePicker className="sy-wide" />
      </Form.Item>
    </FormDrawer>
  );
}

function ScopesField() {
  const { permissions } = useSession();
  return (
    <Form.Item
      name="scopes"
      label={t("keys.scopes")}
      rules={[{ required: true, message: t("form.required", { what: t("keys.scopes") }) }]}
    >
      <Select mode="multiple" allowClear options={permissions.map((scope) => ({ value: scope, label: scope }))} />
    </Form.Item>
  );
}

function OriginsField() {
  const check = (_rule: unknown, origins: string[] = []) => {
    const wrong = origins.find((origin) => !isOrigin(origin));
    if (wrong !== undefined) return Promise.reject(new Error(t("keys.origins_wrong", { origin: wrong })));
    return origins.length > ORIGINS_MAX ? Promise.reject(new Error(t("keys.origins_many"))) : Promise.resolve();
  };
  return (
    <Form.Item name="origins" label={t("keys.origins")} extra={t("keys.origins_about")} rules={[{ validator: check }]}>
      <Select
        mode="tags"
        open={false}
        suffixIcon={null}
        tokenSeparators={[",", " ", "\n"]}
        placeholder="https://shop.example.com"
      />
    </Form.Item>
  );
}

function Kind({ title, about }: { title: string; about: string }) {
  return (
    <span className="sy-two-lines">
      {title}
      <small>{about}</small>
    </span>
  );
}
