// A state in one word, with a colour that never carries the meaning alone.
import type { ReactNode } from "react";

export type Tone = "good" | "bad" | "warn" | "busy" | "calm";

export function StateBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`sy-badge sy-badge-${tone}`}>
      <span className="sy-badge-dot" aria-hidden="true" />
      {children}
    </span>
  );
}
