// The state of an import in one word.
import type { Import } from "@siyu/api";
import { named } from "@siyu/i18n";
import { StateBadge, type Tone } from "@siyu/ui";

const TONE: Record<Import["state"], Tone> = {
  queued: "calm",
  reading: "busy",
  writing: "busy",
  done: "good",
  failed: "bad",
  cancelled: "calm",
};

export function ImportState({ one }: { one: Import }) {
  return <StateBadge tone={TONE[one.state]}>{named("import_state", one.state)}</StateBadge>;
}
