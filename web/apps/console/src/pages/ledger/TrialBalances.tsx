// Every unit on a scale: the sum of all accounts is zero, or an alarm.
import { ledger, type TrialBalance } from "@siyu/api";
import { number, t } from "@siyu/i18n";
import { EmptyState, ErrorState, Panel, StateBadge } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Alert, Skeleton } from "antd";
import { scaleOf, type Weight } from "./scale.ts";
import { figure, useUnits } from "./units.ts";

export function TrialBalances() {
  const { data, error, refetch } = useQuery({ queryKey: ["ledger", "trial"], queryFn: ledger.trialBalance });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active />;
  if (data.items.length === 0)
    return (
      <div className="sy-panel">
        <EmptyState title={t("ledger.empty")} about={t("ledger.empty_about")} />
      </div>
    );
  return (
    <div className="sy-stack">
      <p className="sy-quiet">{t("ledger.trial_about")}</p>
      {data.items.map((trial) => (
        <OneUnit key={trial.unit} trial={trial} />
      ))}
    </div>
  );
}

function OneUnit({ trial }: { trial: TrialBalance }) {
  const { titleOf, amountOf } = useUnits();
  const scale = scaleOf(trial);
  const level = trial.difference === 0;
  const badge = level ? (
    <StateBadge tone="good">{t("ledger.level")}</StateBadge>
  ) : (
    <StateBadge tone="bad">{t("ledger.tilted", { amount: amountOf(trial.difference, trial.unit) })}</StateBadge>
  );
  return (
    <Panel title={titleOf(trial.unit)} note={<span className="sy-mono">{trial.unit}</span>} extra={badge}>
      {!level && <Alert className="sy-form-error" type="error" showIcon title={t("ledger.tilted_about")} />}
      <div className="sy-scale">
        <Side title={t("ledger.given")} weights={scale.given} />
        <Side title={t("ledger.lies")} weights={scale.held} />
      </div>
    </Panel>
  );
}

function Side({ title, weights }: { title: string; weights: Weight[] }) {
  const sum = weights.reduce((all, { line }) => all + line.balance, 0);
  const [first] = weights;
  return (
    <section className="sy-side-of-scale">
      <h3>
        {title} <b>{first ? figure(sum, first.line.unit) : number(0)}</b>
      </h3>
      <ul>
        {weights.map(({ line, share }) => (
          <li key={`${line.owner} ${line.code}`}>
            <span className="sy-two-lines">
              {line.code}
              <small>
                {line.owner === "house"
                  ? t("ledger.owner_house")
                  : t("ledger.people", { count: number(line.accounts) })}
              </small>
            </span>
            <b>{figure(line.balance, line.unit)}</b>
            <span className="sy-bar-track" aria-hidden="true">
              <span style={{ width: `${Math.max(1, share * 100)}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
