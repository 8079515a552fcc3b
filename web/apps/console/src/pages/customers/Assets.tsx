// What one customer holds: points, wallet money, growth value.
import { ledger } from "@siyu/api";
import { t } from "@siyu/i18n";
import { Panel } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { figure, useUnits } from "../ledger/units.ts";

const SHOWN = 20;

export function Assets({ personId }: { personId: string }) {
  const { titleOf } = useUnits();
  const { data } = useQuery({
    queryKey: ["ledger", "of-person", personId],
    queryFn: () => ledger.accounts({ person_id: personId, limit: SHOWN }),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <Panel title={t("customer.assets")}>
      <dl className="sy-facts">
        {data.items.map(({ account, balance, spendable }) => (
          <div key={account.id}>
            <dt className="sy-two-lines">
              <Link to={`/ledger/${account.id}`}>{account.code}</Link>
              <small>{titleOf(account.unit)}</small>
            </dt>
            <dd>{figure(spendable ?? balance, account.unit)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
