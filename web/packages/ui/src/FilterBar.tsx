// The filters above a list. Each is declared, drawn by its kind, and kept in the address under its name.
import { SearchOutlined } from "@ant-design/icons";
import { t } from "@siyu/i18n";
import { Button, Input, InputNumber, Select, Space } from "antd";
import { DateRange } from "./DateRange.tsx";

export type Filter =
  | { kind: "search"; name: string; label: string }
  | { kind: "word"; name: string; label: string }
  | { kind: "choice"; name: string; label: string; options: { value: string; label: string }[] }
  | { kind: "dates"; from: string; to: string; label: string }
  | { kind: "amounts"; from: string; to: string; label: string };

interface FilterBarProps {
  filters: readonly Filter[];
  values: Record<string, string>;
  onChange: (changes: Record<string, string | undefined>) => void;
  onClear: () => void;
}

type DrawProps<Kind extends Filter["kind"]> = Omit<FilterBarProps, "filters" | "onClear"> & {
  filter: Extract<Filter, { kind: Kind }>;
};

export const namesOf = (filters: readonly Filter[]): string[] =>
  filters.flatMap((filter) => ("name" in filter ? [filter.name] : [filter.from, filter.to]));

export function FilterBar({ filters, values, onChange, onClear }: FilterBarProps) {
  const active = Object.keys(values).length > 0;
  return (
    <div className="sy-filters" role="search">
      {filters.map((filter) => (
        <OneFilter key={namesOf([filter])[0]} filter={filter} values={values} onChange={onChange} />
      ))}
      {active && (
        <Button type="link" onClick={onClear}>
          {t("list.clear_filters")}
        </Button>
      )}
    </div>
  );
}

function OneFilter({ filter, ...rest }: Omit<FilterBarProps, "filters" | "onClear"> & { filter: Filter }) {
  switch (filter.kind) {
    case "search":
      return <Search filter={filter} {...rest} />;
    case "word":
      return <Word filter={filter} {...rest} />;
    case "choice":
      return <Choice filter={filter} {...rest} />;
    case "dates":
      return <Between filter={filter} {...rest} />;
    case "amounts":
      return <Amounts filter={filter} {...rest} />;
  }
}

// The key restarts the field when the address changes under it (back button, "clear").
function Search({ filter, values, onChange }: DrawProps<"search">) {
  const value = values[filter.name] ?? "";
  return (
    <Input
      key={value}
      className="sy-filter-search"
      prefix={<SearchOutlined aria-hidden />}
      defaultValue={value}
      placeholder={filter.label}
      aria-label={filter.label}
      allowClear
      onPressEnter={(event) => onChange({ [filter.name]: event.currentTarget.value.trim() })}
      onBlur={(event) => event.target.value.trim() !== value && onChange({ [filter.name]: event.target.value.trim() })}
      onClear={() => onChange({ [filter.name]: undefined })}
    />
  );
}

function Word({ filter, values, onChange }: DrawProps<"word">) {
  const value = values[filter.name] ?? "";
  return (
    <Input
      key={value}
      className="sy-filter-word"
      defaultValue={value}
      placeholder={filter.label}
      aria-label={filter.label}
      allowClear
      onPressEnter={(event) => onChange({ [filter.name]: event.currentTarget.value.trim() })}
      onClear={() => onChange({ [filter.name]: undefined })}
    />
  );
}

function Choice({ filter, values, onChange }: DrawProps<"choice">) {
  return (
    <Select
      className="sy-filter-choice"
      aria-label={filter.label}
      placeholder={filter.label}
      options={filter.options}
      value={values[filter.name]}
      onChange={(value: string | undefined) => onChange({ [filter.name]: value })}
      popupMatchSelectWidth={false}
      allowClear
    />
  );
}

function Between({ filter, values, onChange }: DrawProps<"dates">) {
  return (
    <DateRange
      label={filter.label}
      placeholder={[filter.label, t("dates.to")]}
      value={{ from: values[filter.from], to: values[filter.to] }}
      onChange={({ from, to }) => onChange({ [filter.from]: from, [filter.to]: to })}
    />
  );
}

// Typed in whole units of money, kept in the address in minor units as the server wants them.
function Amounts({ filter, values, onChange }: DrawProps<"amounts">) {
  const one = (name: string, label: string) => (
    <InputNumber
      key={values[name] ?? ""}
      {...(values[name] === undefined ? {} : { defaultValue: Number(values[name]) / 100 })}
      placeholder={label}
      aria-label={label}
      controls={false}
      onPressEnter={(event) => onChange({ [name]: inMinor(event.currentTarget.value) })}
      onBlur={(event) =>
        inMinor(event.target.value) !== values[name] && onChange({ [name]: inMinor(event.target.value) })
      }
    />
  );
  return (
    <Space.Compact className="sy-filter-amounts">
      {one(filter.from, t("filter.at_least", { what: filter.label }))}
      {one(filter.to, t("filter.at_most", { what: filter.label }))}
    </Space.Compact>
  );
}

function inMinor(text: string): string | undefined {
  const amount = Number(text.replace(/[,，\s]/g, ""));
  return text.trim() === "" || !Number.isFinite(amount) ? undefined : String(Math.round(amount * 100));
}
