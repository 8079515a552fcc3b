// The properties of an event as a table anybody can edit: name, kind, required, meaning.
import { t } from "@siyu/i18n";
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef } from "react";
import { PropertyRow } from "./PropertyRow.tsx";
import { retyped, type Fault, type Property } from "./schema.ts";

interface PropertyTableProps {
  properties: readonly Property[];
  faults: ReadonlyMap<string, Fault>;
  /** What a brand adds to an event of the spec is marked; of an event of its own, all is. */
  isShipped: boolean;
  /** None for readers. */
  onChange?: ((properties: Property[]) => void) | undefined;
}

export function PropertyTable({ properties, faults, isShipped, onChange }: PropertyTableProps) {
  const added = useRef(0);
  const change = (id: string, to: Partial<Property>) =>
    onChange?.(properties.map((each) => (each.id === id ? { ...each, ...to } : each)));
  const add = () => {
    added.current += 1;
    const blank: Property = {
      id: `new ${added.current}`,
      name: "",
      required: false,
      inner: retyped({}, "text"),
      locked: false,
      keptRequired: false,
    };
    onChange?.([...properties, blank]);
  };
  return (
    <div className="sy-properties">
      {properties.length === 0 ? (
        <p className="sy-quiet">{t("plan.no_properties")}</p>
      ) : (
        <table aria-label={t("plan.properties")}>
          <thead>
            <tr>
              <th scope="col">{t("plan.property")}</th>
              <th scope="col">{t("plan.kind")}</th>
              <th scope="col">{t("plan.required")}</th>
              <th scope="col">{t("plan.property_about")}</th>
              {onChange && <th scope="col" aria-label={t("plan.remove")} />}
            </tr>
          </thead>
          <tbody>
            {properties.map((each) => (
              <PropertyRow
                key={each.id}
                property={each}
                fault={faults.get(each.id)}
                isAdded={isShipped && !each.locked}
                {...(onChange
                  ? {
                      onChange: (to) => change(each.id, to),
                      onRemove: () => onChange(properties.filter(({ id }) => id !== each.id)),
                    }
                  : {})}
              />
            ))}
          </tbody>
        </table>
      )}
      {onChange && (
        <Button type="dashed" icon={<PlusOutlined aria-hidden />} onClick={add}>
          {t("plan.add_property")}
        </Button>
      )}
    </div>
  );
}
