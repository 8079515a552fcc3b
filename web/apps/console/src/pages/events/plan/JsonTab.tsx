// The definition as JSON, for those who write it: what cannot be read yet stays here and changes nothing.
import { t } from "@siyu/i18n";
import { CodeBlock } from "@siyu/ui";
import { Input } from "antd";
import { useState } from "react";
import { objectIn } from "./jsonText.ts";
import type { Schema } from "./schema.ts";

interface JsonTabProps {
  schema: Schema;
  /** None for readers. */
  onChange?: ((schema: Schema) => void) | undefined;
}

export function JsonTab({ schema, onChange }: JsonTabProps) {
  const [text, setText] = useState(() => JSON.stringify(schema, null, 2));
  const [wrong, setWrong] = useState<string | null>(null);
  if (!onChange) return <CodeBlock label="JSON Schema" text={text} />;
  const edit = (next: string) => {
    setText(next);
    const { value, problem } = objectIn(next);
    setWrong(problem);
    if (value) onChange(value);
  };
  return (
    <div className="sy-json-tab">
      <p className="sy-hint">{t("plan.json_about")}</p>
      <Input.TextArea
        className="sy-mono"
        aria-label="JSON Schema"
        value={text}
        autoSize={{ minRows: 12, maxRows: 32 }}
        spellCheck={false}
        {...(wrong === null ? {} : { status: "error" as const })}
        onChange={(event) => edit(event.target.value)}
      />
      {wrong !== null && <p className="sy-bad">{t("plan.json_wrong", { problem: wrong })}</p>}
    </div>
  );
}
