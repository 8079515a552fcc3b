// Who came back: a table of cohorts, each cell shaded by its share, readable without the shade.
import { insight, type Retention } from "@siyu/api";
import { month, number, percent, t } from "@siyu/i18n";
import { ErrorState, Panel } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";

// Darker than this, ink on green would lose its contrast.
const DARKEST_PERCENT = 62;

export function RetentionMap({ currency }: { currency: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["insight", "retention", currency],
    queryFn: () => insight.retention({ currency }),
  });
  if (data?.cohorts.length === 0) return null;
  return (
    <Panel title={t("home.retention")} note={t("home.retention_note")}>
      {data ? (
        <Cohorts retention={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton active />
      )}
    </Panel>
  );
}

function Cohorts({ retention: { cohorts } }: { retention: Retention }) {
  const months = Math.max(...cohorts.map(({ retained }) => retained.length)) - 1;
  const strongest = Math.max(
    ...cohorts.flatMap(({ size, retained }) => retained.slice(1).map((back) => back / size)),
    0.01,
  );
  const after = Array.from({ length: months }, (_, index) => index + 1);
  return (
    <div className="sy-cohorts" tabIndex={0} role="region" aria-label={t("home.retention")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("home.cohort")}</th>
            <th scope="col">{t("home.cohort_size")}</th>
            {after.map((count) => (
              <th key={count} scope="col">
                {t("home.month_after", { count })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ cohort, size, retained }) => (
            <tr key={cohort}>
              <th scope="row">{month(cohort)}</th>
              <td className="sy-cohort-size">{number(size)}</td>
              {after.map((count) => (
                <Cell key={count} back={retained[count]} size={size} strongest={strongest} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ back, size, strongest }: { back: number | undefined; size: number; strongest: number }) {
  if (back === undefined) return <td />;
  const shade = Math.round((back / size / strongest) * DARKEST_PERCENT);
  return (
    <td
      className="sy-cohort-cell"
      title={number(back)}
      style={{ background: `color-mix(in oklab, var(--green) ${shade}%, white)` }}
    >
      {percent(back / size)}
    </td>
  );
}
