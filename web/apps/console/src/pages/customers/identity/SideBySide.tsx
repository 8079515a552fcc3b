// Two customers beside each other, before they are made one.
import { people, type Person } from "@siyu/api";
import { day, money, named, number, t } from "@siyu/i18n";
import { ErrorState } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { personName } from "../naming.ts";

const SHOWN = 6;

export function SideBySide({ person, otherId }: { person: Person; otherId: string }) {
  const {
    data: other,
    error,
    refetch,
  } = useQuery({ queryKey: ["people", "one", otherId], queryFn: () => people.one(otherId) });
  if (error && !other) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!other) return <Skeleton active />;
  return (
    <div className="sy-sides">
      <Side person={person} />
      <Side person={other} />
    </div>
  );
}

function Side({ person }: { person: Person }) {
  const { identifiers, purchases, created_at } = person;
  const more = identifiers.length - SHOWN;
  return (
    <section aria-label={personName(person)}>
      <b>{personName(person)}</b>
      <small>{t("customer.since", { date: day(created_at) })}</small>
      <ul>
        {identifiers.slice(0, SHOWN).map(({ type, value }) => (
          <li key={`${type} ${value}`}>
            <small>{named("identifier", type)}</small> {value}
          </li>
        ))}
        {more > 0 && <li>{t("identity.more", { count: more })}</li>}
      </ul>
      {purchases.length === 0 && <p>{t("customers.buyer_none")}</p>}
      {purchases.map(({ currency, orders, net_cents }) => (
        <p key={currency}>{t("identity.bought", { count: number(orders), amount: money(net_cents, currency) })}</p>
      ))}
    </section>
  );
}
