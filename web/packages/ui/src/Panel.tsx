// A white sheet on the paper: one subject, an optional title, its own actions.
import { useId, type ReactNode } from "react";

interface PanelProps {
  title?: ReactNode;
  note?: ReactNode;
  extra?: ReactNode;
  /** Content reaches the edges, e.g. a table. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

export function Panel({ title, note, extra, flush, className, children }: PanelProps) {
  const id = useId();
  const classes = ["sy-panel", flush ? "sy-panel-flush" : "", className ?? ""].join(" ");
  return (
    <section className={classes} aria-labelledby={title ? id : undefined}>
      {title && (
        <div className="sy-panel-head">
          <div>
            <h2 id={id}>{title}</h2>
            {note && <p>{note}</p>}
          </div>
          {extra && <div className="sy-actions">{extra}</div>}
        </div>
      )}
      <div className="sy-panel-body">{children}</div>
    </section>
  );
}
