// What became of a hit, in one word.
import type { Hit } from "@siyu/api";
import { named } from "@siyu/i18n";
import { StateBadge, type Tone } from "@siyu/ui";

export const FATES = ["kept", "duplicate", "dropped", "quarantined"] as const;

const TONE: Record<Hit["fate"], Tone> = { kept: "good", duplicate: "calm", dropped: "warn", quarantined: "bad" };

export function Fate({ fate }: { fate: Hit["fate"] }) {
  return <StateBadge tone={TONE[fate]}>{named("fate", fate)}</StateBadge>;
}
