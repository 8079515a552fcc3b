// Counts as bars with their names, the largest first; each may narrow what is shown beside it.
import { number, t } from "@siyu/i18n";
import { Button } from "antd";
import { useState, type ReactNode } from "react";

export interface Bar {
  key: string;
  label: ReactNode;
  count: number;
}

interface BarListProps {
  bars: readonly Bar[];
  chosen?: string | undefined;
  onChoose: (key: string | undefined) => void;
  /** More than these are shown only when asked for. */
  limit?: number;
}

export function BarList({ bars, chosen, onChoose, limit = 8 }: BarListProps) {
  const [all, setAll] = useState(false);
  const most = Math.max(...bars.map((bar) => bar.count), 1);
  const shown = all ? bars : bars.slice(0, limit);
  return (
    <>
      <ul className="sy-bars">
        {shown.map(({ key, label, count }) => (
          <li key={key}>
            <button
              type="button"
              className="sy-bar"
              aria-pressed={key === chosen}
              onClick={() => onChoose(key === chosen ? undefined : key)}
            >
              <span className="sy-bar-label">{label}</span>
              <b>{number(count)}</b>
              <span className="sy-bar-track" aria-hidden="true">
                <span style={{ width: `${Math.max(1, (count / most) * 100)}%` }} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {bars.length > limit && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all ? t("list.fewer") : t("list.all_of", { count: number(bars.length) })}
        </Button>
      )}
    </>
  );
}
