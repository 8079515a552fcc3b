// The head of a page: its one h1, a sentence of context, its actions.
import type { ReactNode } from "react";
import { Link } from "react-router";

interface PageHeaderProps {
  title: ReactNode;
  about?: ReactNode;
  /** Where this page belongs to, shown above the title. */
  back?: { to: string; label: string };
  actions?: ReactNode;
}

export function PageHeader({ title, about, back, actions }: PageHeaderProps) {
  return (
    <header className="sy-page-header">
      <div className="sy-page-header-words">
        {back && (
          <Link className="sy-back" to={back.to}>
            ← {back.label}
          </Link>
        )}
        <h1>{title}</h1>
        {about && <p>{about}</p>}
      </div>
      {actions && <div className="sy-actions">{actions}</div>}
    </header>
  );
}
