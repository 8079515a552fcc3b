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
  /** What the spec requires stays required; known for sure only while nobody changed the event. */
  keepsRequired: boolean;
  /** None for readers. */
  onChange?: ((properties: Property[]) => void) | undefined;
}

export function PropertyTable({ properties, faults, keepsRequired, onChange }: PropertyTableProps) {
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
                keepsRequired={keepsRequired && each.required && each.locked}
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
