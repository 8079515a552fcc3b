// Which published text was agreed to; and a way to publish one where there is none.
import { consents, type NewConsentText } from "@siyu/api";
import { day, inLocale, t } from "@siyu/i18n";
import { FormDrawer } from "@siyu/ui";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Select } from "antd";
import { useState } from "react";

const SHOWN = 50;
type Purpose = NewConsentText["purpose"];

/** Only a yes names a text. */
export function VersionField() {
  const state = Form.useWatch<string | undefined>("state");
  const purpose = Form.useWatch<Purpose | undefined>("purpose");
  const [publishing, setPublishing] = useState(false);
  const { data } = useQuery({
    queryKey: ["consent-texts", purpose],
    queryFn: () => consents.texts({ ...(purpose ? { purpose } : {}), limit: SHOWN }),
    enabled: state === "granted" && purpose !== undefined,
  });
  const version = Form.useWatch<string | undefined>("version");
  if (state !== "granted" || purpose === undefined) return null;
  const chosen = data?.items.find((text) => text.version === version);
  return (
    <>
      <Form.Item
        key={purpose}
        name="version"
        label={t("consent.version")}
        extra={
          <>
            {chosen ? inLocale(chosen) : t("consent.version_about")}{" "}
            <Button type="link" size="small" onClick={() => setPublishing(true)}>
              {t("consent.publish")}
            </Button>
          </>
        }
        rules={[{ required: true, message: t("form.required", { what: t("consent.version") }) }]}
      >
        <Select
          notFoundContent={t("consent.version_none")}
          options={(data?.items ?? []).map((text) => ({
            value: text.version,
            label: `${text.version} · ${day(text.published_at)}`,
          }))}
        />
      </Form.Item>
      <PublishDrawer purpose={purpose} open={publishing} onClose={() => setPublishing(false)} />
    </>
  );
}

/** Named apart from the field of the form below, which is on the page as well. */
type Wording = Omit<NewConsentText, "purpose" | "version"> & { new_version: string };

interface PublishDrawerProps {
  purpose: Purpose;
  open: boolean;
  onClose: () => void;
}

function PublishDrawer({ purpose, open, onClose }: PublishDrawerProps) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const publish = async ({ new_version: version, ...text }: Wording) => {
    await consents.publish({ ...text, version, purpose });
    void message.success(t("consent.published"));
    void cache.invalidateQueries({ queryKey: ["consent-texts"] });
  };
  return (
    <FormDrawer<Wording>
      title={t("consent.publish")}
      about={t("consent.publish_about")}
      open={open}
      onClose={onClose}
      onSubmit={publish}
      submitLabel={t("consent.publish")}
    >
      <Form.Item
        name="new_version"
        label={t("consent.text_version")}
        extra={t("consent.text_version_about")}
        rules={[
          { required: true, message: t("form.required", { what: t("consent.text_version") }) },
          { pattern: /^\S{1,40}$/, message: t("consent.text_version_about") },
        ]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      {(["zh", "en"] as const).map((language) => (
        <Form.Item
          key={language}
          name={language}
          label={t(`consent.text_${language}`)}
          rules={[
            { required: true, whitespace: true, message: t("form.required", { what: t(`consent.text_${language}`) }) },
          ]}
        >
          <Input.TextArea autoSize={{ minRows: 4, maxRows: 12 }} maxLength={20_000} />
        </Form.Item>
      ))}
    </FormDrawer>
  );
}
