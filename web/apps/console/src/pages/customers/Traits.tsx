// Every trait of one person, each with where it came from.
import type { Person } from "@siyu/api";
import { named, t } from "@siyu/i18n";
import { Panel } from "@siyu/ui";

export function Traits({ person }: { person: Person }) {
  return (
    <Panel title={t("customer.traits")}>
      {person.traits.length === 0 ? (
        <p className="sy-quiet">{t("customer.traits_empty")}</p>
      ) : (
        <dl className="sy-facts">
          {person.traits.map(({ name, value, source }) => (
            <div key={name}>
              <dt>{named("trait", name)}</dt>
              <dd className="sy-two-lines">
                {value}
                <small>{t("customer.from_source", { source })}</small>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}
