// An event by its title, with the name machines use below it.
import type { ReactNode } from "react";

interface EventNameProps {
  name: string;
  title: string | null;
  /** Makes the first line lead somewhere. */
  wrap?: (words: ReactNode) => ReactNode;
}

export function EventName({ name, title, wrap = (words) => <b>{words}</b> }: EventNameProps) {
  return (
    <span className="sy-two-lines">
      {wrap(title ?? name)}
      {title !== null && <small className="sy-mono">{name}</small>}
    </span>
  );
}
