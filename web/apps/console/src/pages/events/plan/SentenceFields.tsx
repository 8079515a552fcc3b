// What people call an event, in both languages: the fields, and their place in a schema.
import { t } from "@siyu/i18n";
import { Form, Input } from "antd";
import type { Schema } from "./schema.ts";

export interface Sentences {
  title_zh?: string;
  title_en?: string;
  description_zh?: string;
  description_en?: string;
}

const PLACES = {
  title_zh: "x-title-zh",
  title_en: "title",
  description_zh: "x-description-zh",
  description_en: "description",
} as const;
const FIELDS = Object.keys(PLACES) as (keyof typeof PLACES)[];

/** The sentences as keywords of a schema, those left empty left out. */
export function sentencesIn(said: Sentences): Schema {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const text = said[field]?.trim();
      return text ? [[PLACES[field], text]] : [];
    }),
  );
}

export function sentencesOf(schema: Schema): Sentences {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const text = schema[PLACES[field]];
      return typeof text === "string" ? [[field, text]] : [];
    }),
  );
}

/** The schema with these sentences and no others. */
export function withSentences(schema: Schema, said: Sentences): Schema {
  const places: readonly string[] = Object.values(PLACES);
  const rest = Object.fromEntries(Object.entries(schema).filter(([key]) => !places.includes(key)));
  return { ...rest, ...sentencesIn(said) };
}

export function SentenceFields() {
  return (
    <>
      <Form.Item name="title_zh" label={t("plan.title_zh")} rules={[{ max: 200 }]}>
        <Input autoComplete="off" lang="zh-CN" />
      </Form.Item>
      <Form.Item name="title_en" label={t("plan.title_en")} rules={[{ max: 200 }]}>
        <Input autoComplete="off" lang="en" />
      </Form.Item>
      <Form.Item name="description_zh" label={t("plan.description_zh")} rules={[{ max: 2000 }]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} lang="zh-CN" />
      </Form.Item>
      <Form.Item name="description_en" label={t("plan.description_en")} rules={[{ max: 2000 }]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} lang="en" />
      </Form.Item>
    </>
  );
}
