// Trying an event: properties in, what the draft says of them out. Nothing is kept.
import { plan, type Violation } from "@siyu/api";
import { t } from "@siyu/i18n";
import { errorText } from "@siyu/ui";
import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Input } from "antd";
import { useState } from "react";
import { oneLanguage } from "../sentences.ts";
import { objectIn } from "./jsonText.ts";
import type { Schema } from "./schema.ts";

interface TryBoxProps {
  schema: Schema;
  examples: unknown;
}

export function TryBox({ schema, examples }: TryBoxProps) {
  const [text, setText] = useState(() => JSON.stringify(first(examples), null, 2));
  const parsed = objectIn(text);
  const attempt = useMutation({
    mutationFn: (properties: Record<string, unknown>) => plan.attempt({ schema, properties }),
  });
  return (
    <div className="sy-json-tab">
      <p className="sy-hint">{t("plan.try_about")}</p>
      <Input.TextArea
        className="sy-mono"
        aria-label={t("plan.try_properties")}
        value={text}
        autoSize={{ minRows: 8, maxRows: 24 }}
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          attempt.reset();
        }}
      />
      {parsed.problem !== null && <p className="sy-bad">{t("plan.json_wrong", { problem: parsed.problem })}</p>}
      <div className="sy-actions">
        <Button
          type="primary"
          loading={attempt.isPending}
          disabled={parsed.value === null}
          onClick={() => parsed.value && attempt.mutate(parsed.value)}
        >
          {t("plan.try_now")}
        </Button>
      </div>
      {attempt.error !== null && <Alert type="error" showIcon title={errorText(attempt.error)} />}
      {attempt.data && <Outcome violations={attempt.data.violations} />}
    </div>
  );
}

function first(examples: unknown): unknown {
  const [one] = Array.isArray(examples) ? (examples as unknown[]) : [];
  return one ?? {};
}

function Outcome({ violations }: { violations: readonly Violation[] }) {
  if (violations.length === 0) return <Alert type="success" showIcon title={t("plan.try_fits")} />;
  const list = violations.map(({ path, code, message }) => (
    <li key={`${path} ${code} ${message}`}>
      <span className="sy-mono">{path || "/"}</span> {oneLanguage(message)}
    </li>
  ));
  return (
    <Alert
      type="error"
      showIcon
      title={t("plan.try_violates", { count: violations.length })}
      description={<ul className="sy-problem-list">{list}</ul>}
    />
  );
}
