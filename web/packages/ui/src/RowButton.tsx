// The name of a row that opens something on this page: looks like a link, is a button.
import type { ReactNode } from "react";

export function RowButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className="sy-row-button" onClick={onClick}>
      {children}
    </button>
  );
}
