// Nothing here yet: says in one sentence what belongs here and offers the one next step.
import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  /** One sentence that teaches what fills this place. */
  about: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ title, about, action }: EmptyStateProps) {
  return (
    <div className="sy-empty">
      <svg
        width="72"
        height="48"
        viewBox="0 0 72 48"
        aria-hidden="true"
        fill="none"
        strokeLinecap="round"
        strokeWidth="2"
      >
        <path d="M4 38c7-6 14-6 21 0s14 6 21 0 14-6 22 0" stroke="#0b6e4f" opacity=".55" />
        <path d="M14 45c5-4 10-4 15 0s10 4 15 0 9-4 14 0" stroke="#0b6e4f" opacity=".25" />
        <path d="M36 30V16m0 6c-7-1-10-5-10-13 7 0 11 4 10 13Zm0-5c0-6 3-10 9-10 0 6-3 10-9 10Z" stroke="#0b6e4f" />
      </svg>
      <p className="sy-empty-title">{title}</p>
      <p className="sy-empty-about">{about}</p>
      {action}
    </div>
  );
}
