// Which columns of a list are shown, remembered per list in this browser.
import { SettingOutlined } from "@ant-design/icons";
import { t } from "@siyu/i18n";
import { Button, Checkbox, Popover, Tooltip } from "antd";
import { useState } from "react";

interface Pickable {
  key: string;
  title: string;
  hidden?: boolean;
}

const store = (name: string) => `siyu.columns.${name}`;

export function useHiddenColumns(name: string, columns: readonly Pickable[]) {
  const [hidden, setHidden] = useState<string[]>(
    () => remembered(name) ?? columns.filter((each) => each.hidden).map((each) => each.key),
  );
  const remember = (keys: string[]) => {
    localStorage.setItem(store(name), JSON.stringify(keys));
    setHidden(keys);
  };
  return [hidden, remember] as const;
}

function remembered(name: string): string[] | null {
  try {
    const keys: unknown = JSON.parse(localStorage.getItem(store(name)) ?? "null");
    return Array.isArray(keys) ? keys.map(String) : null;
  } catch {
    return null;
  }
}

interface ColumnPickerProps {
  columns: readonly Pickable[];
  hidden: readonly string[];
  onChange: (hidden: string[]) => void;
}

/** The first column names the row and always stays. */
export function ColumnPicker({ columns, hidden, onChange }: ColumnPickerProps) {
  const options = columns.slice(1).filter((column) => column.title !== "");
  const boxes = (
    <Checkbox.Group
      className="sy-column-picker"
      options={options.map(({ key, title }) => ({ value: key, label: title }))}
      value={options.map(({ key }) => key).filter((key) => !hidden.includes(key))}
      onChange={(shown) => onChange(options.map(({ key }) => key).filter((key) => !shown.includes(key)))}
    />
  );
  return (
    <Popover content={boxes} trigger="click" placement="topRight" title={t("list.columns")}>
      <Tooltip title={t("list.columns")}>
        <Button type="text" icon={<SettingOutlined aria-hidden />} aria-label={t("list.columns")} />
      </Tooltip>
    </Popover>
  );
}
