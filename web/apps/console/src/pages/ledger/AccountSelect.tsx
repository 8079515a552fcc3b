// Choosing an account of a unit by the start of its code or its owner's id.
import { ledger } from "@siyu/api";
import { t } from "@siyu/i18n";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { accountName } from "./naming.ts";
import { useUnits } from "./units.ts";

const OFFERED = 20;

export interface Chosen {
  value: string;
  label: string;
  name: string;
}

interface AccountSelectProps {
  unit: string;
  except: string;
  /** Given by the form. */
  id?: string;
  value?: Chosen;
  onChange?: (chosen: Chosen) => void;
}

export function AccountSelect({ unit, except, id, value, onChange }: AccountSelectProps) {
  const { amountOf } = useUnits();
  const [q, setQ] = useState("");
  const asked = useDeferredValue(q.trim());
  const { data, isFetching } = useQuery({
    queryKey: ["ledger", "choices", unit, asked],
    queryFn: () => ledger.accounts({ unit, limit: OFFERED, ...(asked ? { q: asked } : {}) }),
    placeholderData: keepPreviousData,
  });
  const options: Chosen[] = (data?.items ?? [])
    .filter(({ account }) => account.id !== except)
    .map((held) => {
      const name = accountName(held);
      return { value: held.account.id, name, label: `${name} · ${amountOf(held.balance, unit)}` };
    });
  return (
    <Select
      {...(id ? { id } : {})}
      showSearch={{ filterOption: false, onSearch: setQ }}
      loading={isFetching}
      placeholder={t("correction.other_about")}
      options={options}
      {...(value ? { value: value.value } : {})}
      onChange={(_id, option) => onChange?.(option as Chosen)}
    />
  );
}
