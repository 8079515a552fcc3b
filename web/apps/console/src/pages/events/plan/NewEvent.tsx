// Planning an event of the brand's own: its name and what people call it; its properties come next.
import { ApiError, plan } from "@siyu/api";
import { t } from "@siyu/i18n";
import { FormDrawer } from "@siyu/ui";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Radio } from "antd";
import { useNavigate } from "react-router";
import { MODES } from "./ModeSwitch.tsx";
import { planPath } from "./paths.ts";
import { plannedEvent } from "./planned.ts";
import { propertiesOf, type Schema } from "./schema.ts";
import { SentenceFields, sentencesIn, type Sentences } from "./SentenceFields.tsx";

interface Answers extends Sentences {
  name: string;
  origin: "client" | "server";
  mode: "off" | "warn" | "strict";
}

interface NewEventProps {
  label: string;
  open: boolean;
  onOpen: (open: boolean) => void;
  /** An event that is sent already, with what was seen of it. */
  name?: string;
  schema?: Schema;
}

const NOTHING: Schema = { type: "object" };

export function NewEvent({ label, open, onOpen, name, schema = NOTHING }: NewEventProps) {
  const define = useDefine(schema);
  const seen = propertiesOf(schema).length;
  return (
    <>
      <Button type="primary" onClick={() => onOpen(true)}>
        {label}
      </Button>
      <FormDrawer<Answers>
        title={name ? t("plan.add_seen", { name }) : t("plan.add")}
        about={seen > 0 ? t("plan.add_seen_about", { count: seen }) : t("plan.add_about")}
        open={open}
        onClose={() => onOpen(false)}
        initial={{ name: name ?? "", origin: "client", mode: "warn" }}
        onSubmit={define}
        submitLabel={t("plan.add_submit")}
        prefilled={name !== undefined}
      >
        <NameField fixed={name !== undefined} />
        <SentenceFields />
        <ChoiceField
          name="origin"
          label={t("plan.origin")}
          values={["client", "server"]}
          about={(each) => [t(`origin.${each}`), t(`origin.${each}_about`)]}
        />
        <ChoiceField
          name="mode"
          label={t("plan.mode")}
          values={MODES}
          about={(each) => [t(`mode.${each}`), t(`mode.${each}_about`)]}
        />
      </FormDrawer>
    </>
  );
}

function useDefine(schema: Schema) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  return async ({ name, origin, mode, ...sentences }: Answers) => {
    const wanted = name.trim();
    if (await plannedEvent(wanted)) throw taken(wanted);
    const server = origin === "server" ? { "x-origin": origin } : {};
    await plan.define(wanted, { schema: { ...schema, ...server, ...sentencesIn(sentences) }, mode });
    void message.success(t("plan.added", { name: wanted }));
    for (const key of ["plan", "dictionary"]) void cache.invalidateQueries({ queryKey: [key] });
    void navigate(planPath(wanted));
  };
}

// Planning it again would replace what is planned.
function taken(name: string): ApiError {
  const message = t("plan.exists", { name });
  return new ApiError(409, "event_planned", { title: message, errors: [{ field: "name", code: "taken", message }] });
}

function NameField({ fixed }: { fixed: boolean }) {
  return (
    <Form.Item
      name="name"
      label={t("plan.name")}
      extra={t("plan.name_about")}
      rules={[
        { required: true, whitespace: true, message: t("form.required", { what: t("plan.name") }) },
        { max: 100, message: t("plan.name_long") },
      ]}
    >
      <Input autoComplete="off" className="sy-mono" disabled={fixed} placeholder="tea_quiz_answered" />
    </Form.Item>
  );
}

interface ChoiceFieldProps<Value extends string> {
  name: string;
  label: string;
  values: readonly Value[];
  about: (value: Value) => [title: string, about: string];
}

function ChoiceField<Value extends string>({ name, label, values, about }: ChoiceFieldProps<Value>) {
  const options = values.map((value) => {
    const [title, said] = about(value);
    return {
      value,
      label: (
        <span className="sy-two-lines">
          {title}
          <small>{said}</small>
        </span>
      ),
    };
  });
  return (
    <Form.Item name={name} label={label} required>
      <Radio.Group className="sy-roles" options={options} />
    </Form.Item>
  );
}
