// The definition of an event as a list of properties or as JSON, changed as a draft until it is saved.
import { ApiError, plan, type PlannedEvent } from "@siyu/api";
import { t } from "@siyu/i18n";
import { errorText } from "@siyu/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Tabs } from "antd";
import { useMemo, useState } from "react";
import { useMay } from "../../../shell/session.ts";
import { oneLanguage } from "../sentences.ts";
import { JsonTab } from "./JsonTab.tsx";
import { PropertyTable } from "./PropertyTable.tsx";
import { faults, propertiesOf, specOf, withProperties, type Schema } from "./schema.ts";
import { TryBox } from "./TryBox.tsx";
import { useCarefulLeave } from "./useCarefulLeave.ts";

export function Definition({ event }: { event: PlannedEvent }) {
  const may = useMay()("events:plan");
  const draft = useDraft(event);
  const save = useSave(event, draft.schema);
  useCarefulLeave(draft.isChanged);
  const discard = () => {
    save.reset();
    draft.reset();
  };
  const tabs = [
    {
      key: "properties",
      label: t("plan.properties"),
      children: (
        <PropertyTable
          properties={draft.properties}
          faults={draft.faults}
          isShipped={event.is_shipped}
          onChange={may ? draft.setProperties : undefined}
        />
      ),
    },
    {
      key: "json",
      label: "JSON Schema",
      children: <JsonTab key={draft.round} schema={draft.schema} onChange={may ? draft.setSchema : undefined} />,
    },
    ...(may
      ? [
          {
            key: "try",
            label: t("plan.try"),
            children: <TryBox schema={draft.schema} examples={event.schema["examples"]} />,
          },
        ]
      : []),
  ];
  return (
    <section className="sy-panel sy-history" aria-label={t("plan.definition")}>
      <Tabs items={tabs} destroyOnHidden />
      {draft.isChanged && (
        <div className="sy-draft">
          {save.error !== null && <Problems error={save.error} />}
          <span>{t("form.unsaved")}</span>
          <Button onClick={discard}>{t("form.discard")}</Button>
          <Button
            type="primary"
            loading={save.isPending}
            disabled={draft.faults.size > 0}
            onClick={() => save.mutate()}
          >
            {t("action.save")}
          </Button>
        </div>
      )}
    </section>
  );
}

function useDraft({ schema: saved, own_properties, own_required }: PlannedEvent) {
  const spec = specOf(saved, { properties: own_properties, required: own_required });
  const [base, setBase] = useState<Schema>(saved);
  // What is typed and not JSON yet is held by its tab, and begins anew with the draft.
  const [round, setRound] = useState(0);
  const [properties, setProperties] = useState(() => propertiesOf(saved, spec));
  const schema = useMemo(() => withProperties(base, properties), [base, properties]);
  const setSchema = (next: Schema) => {
    setBase(next);
    setProperties(propertiesOf(next, spec));
  };
  return {
    schema,
    properties,
    faults: useMemo(() => faults(properties), [properties]),
    isChanged: JSON.stringify(schema) !== JSON.stringify(withProperties(saved, propertiesOf(saved))),
    setProperties,
    setSchema,
    round,
    reset: () => {
      setSchema(saved);
      setRound(round + 1);
    },
  };
}

function useSave(event: PlannedEvent, schema: Schema) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: () => plan.define(event.name, { schema, mode: event.mode }),
    onSuccess: (saved) => {
      void message.success(t("plan.saved"));
      cache.setQueryData(["plan", "one", event.name], saved);
      void cache.invalidateQueries({ queryKey: ["plan"] });
    },
  });
}

function Problems({ error }: { error: unknown }) {
  const fields = error instanceof ApiError ? error.errors : [];
  const list = fields.map(({ field, message }) => (
    <li key={`${field} ${message}`}>
      <span className="sy-mono">{field.replace(/^schema\/?/, "")}</span> {oneLanguage(message)}
    </li>
  ));
  const description = list.length > 0 ? <ul className="sy-problem-list">{list}</ul> : undefined;
  return <Alert className="sy-save-error" type="error" showIcon title={errorText(error)} description={description} />;
}
