// Two calendar days of the brand, both included, as YYYY-MM-DD.
import { t, today } from "@siyu/i18n";
import { DatePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";

export interface Dates {
  from: string | undefined;
  to: string | undefined;
}

interface DateRangeProps {
  value: Dates;
  onChange: (dates: Dates) => void;
  label: string;
  placeholder?: [string, string];
}

const FORM = "YYYY-MM-DD";

export function DateRange({ value, onChange, label, placeholder }: DateRangeProps) {
  return (
    <DatePicker.RangePicker
      className="sy-date-range"
      aria-label={label}
      allowEmpty={[true, true]}
      value={[parsed(value.from), parsed(value.to)]}
      onChange={(range) => onChange({ from: range?.[0]?.format(FORM), to: range?.[1]?.format(FORM) })}
      presets={presets(dayjs(today()))}
      {...(placeholder ? { placeholder } : {})}
    />
  );
}

const parsed = (day: string | undefined): Dayjs | null => (day ? dayjs(day) : null);

function presets(now: Dayjs): { label: string; value: [Dayjs, Dayjs] }[] {
  const lastMonth = now.subtract(1, "month");
  return [
    { label: t("dates.last_7"), value: [now.subtract(6, "day"), now] },
    { label: t("dates.last_30"), value: [now.subtract(29, "day"), now] },
    { label: t("dates.this_month"), value: [now.startOf("month"), now] },
    { label: t("dates.last_month"), value: [lastMonth.startOf("month"), lastMonth.endOf("month")] },
    { label: t("dates.last_12_months"), value: [now.subtract(1, "year").add(1, "day"), now] },
  ];
}
