// Names and values of one thing, aligned.
import type { ReactNode } from "react";

export function Facts({ items }: { items: { label: string; value: ReactNode }[] }) {
  return (
    <dl className="sy-facts">
      {items.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value ?? "—"}</dd>
        </div>
      ))}
    </dl>
  );
}
