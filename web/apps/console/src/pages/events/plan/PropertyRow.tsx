// One property in the editor; what belongs to the spec is shown and not offered for change.
import { DeleteOutlined, LockOutlined } from "@ant-design/icons";
import { inLocale, t } from "@siyu/i18n";
import { StateBadge } from "@siyu/ui";
import { Button, Checkbox, Input, Select, Tooltip } from "antd";
import { described, kindOf, KINDS, limits, retyped, type Choosable, type Fault, type Property } from "./schema.ts";

interface PropertyRowProps {
  property: Property;
  fault: Fault | undefined;
  /** By the brand, to an event of the spec. */
  isAdded: boolean;
  onChange?: (to: Partial<Property>) => void;
  onRemove?: () => void;
}

export function PropertyRow({ property, fault, isAdded, onChange, onRemove }: PropertyRowProps) {
  const { name, required, locked, keptRequired } = property;
  const editable = onChange !== undefined && !locked;
  return (
    <tr>
      <td>
        {editable ? (
          <NameInput property={property} fault={fault} onChange={onChange} />
        ) : (
          <b className="sy-mono">{name}</b>
        )}
        {isAdded && <StateBadge tone="busy">{t("plan.own")}</StateBadge>}
      </td>
      <td className="sy-property-kind">
        {editable ? (
          <KindSelect property={property} fault={fault} onChange={onChange} />
        ) : (
          <KindWord property={property} />
        )}
      </td>
      <td className="sy-property-required">
        <Checkbox
          checked={required}
          disabled={onChange === undefined || keptRequired}
          onChange={(event) => onChange?.({ required: event.target.checked })}
          aria-label={t("plan.is_required", { name: name || t("plan.property") })}
        >
          <span className="sy-narrow-only">{t("plan.required")}</span>
        </Checkbox>
      </td>
      <td className="sy-property-about">
        {editable ? <AboutInput property={property} onChange={onChange} /> : <About property={property} />}
      </td>
      {onChange && (
        <td className="sy-property-end">
          {locked ? (
            <Tooltip title={t("plan.locked")}>
              <LockOutlined aria-label={t("plan.locked")} role="img" />
            </Tooltip>
          ) : (
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={t("plan.remove_property", { name })}
              onClick={onRemove}
            />
          )}
        </td>
      )}
    </tr>
  );
}

type Editing = Required<Pick<PropertyRowProps, "property" | "onChange">> & { fault?: Fault | undefined };

function NameInput({ property: { name }, fault, onChange }: Editing) {
  const wrong = fault === "unnamed" || fault === "twice";
  return (
    <>
      <Input
        value={name}
        className="sy-mono"
        maxLength={100}
        placeholder="score"
        aria-label={t("plan.property")}
        {...(wrong ? { status: "error" as const } : {})}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      {wrong && <small className="sy-bad">{t(`plan.fault_${fault}`)}</small>}
    </>
  );
}

function KindSelect({ property: { inner }, fault, onChange }: Editing) {
  const kind = kindOf(inner);
  const values = inner["enum"];
  return (
    <>
      <Select
        value={kind}
        aria-label={t("plan.kind")}
        onChange={(to) => onChange({ inner: retyped(inner, to as Choosable) })}
        options={[...KINDS, ...(kind === "other" ? (["other"] as const) : [])].map((value) => ({
          value,
          label: t(`kind.${value}`),
          disabled: value === "other",
        }))}
        popupMatchSelectWidth={false}
      />
      {Array.isArray(values) && (
        <Select
          mode="tags"
          open={false}
          suffixIcon={null}
          value={values.map(String)}
          aria-label={t("plan.values")}
          placeholder={t("plan.values_about")}
          {...(fault === "no_values" ? { status: "error" as const } : {})}
          onChange={(chosen: string[]) => onChange({ inner: { ...inner, enum: chosen } })}
        />
      )}
    </>
  );
}

function KindWord({ property: { inner } }: { property: Property }) {
  return <>{t(`kind.${kindOf(inner)}`)}</>;
}

function AboutInput({ property: { inner }, onChange }: Editing) {
  return (
    <Input
      value={typeof inner["description"] === "string" ? inner["description"] : ""}
      maxLength={500}
      aria-label={t("plan.property_about")}
      onChange={(event) => onChange({ inner: described(inner, event.target.value) })}
    />
  );
}

function About({ property: { inner } }: { property: Property }) {
  const { title = "", "x-title-zh": zh = title, description = "" } = inner;
  const said = inLocale({ zh: String(zh || description), en: String(title || description) });
  const bounds = limits(inner);
  return (
    <span className="sy-two-lines">
      {said}
      {bounds && <small className="sy-mono">{bounds}</small>}
    </span>
  );
}
