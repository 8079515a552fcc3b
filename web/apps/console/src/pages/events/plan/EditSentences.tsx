// Changing what people call an event.
import { plan, type PlannedEvent } from "@siyu/api";
import { t } from "@siyu/i18n";
import { FormDrawer } from "@siyu/ui";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { SentenceFields, sentencesOf, withSentences, type Sentences } from "./SentenceFields.tsx";

export function EditSentences({ event }: { event: PlannedEvent }) {
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  const save = async (said: Sentences) => {
    const saved = await plan.define(event.name, { schema: withSentences(event.schema, said), mode: event.mode });
    cache.setQueryData(["plan", "one", event.name], saved);
    void cache.invalidateQueries({ queryKey: ["plan"] });
  };
  return (
    <>
      <Button type="text" size="small" onClick={() => setOpen(true)}>
        {t("action.edit")}
      </Button>
      <FormDrawer<Sentences>
        title={t("plan.edit_sentences")}
        open={open}
        onClose={() => setOpen(false)}
        initial={sentencesOf(event.schema)}
        onSubmit={save}
      >
        <SentenceFields />
      </FormDrawer>
    </>
  );
}
