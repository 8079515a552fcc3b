// Choosing a customer by the start of their name or of an identifier.
import { people, type PersonRow } from "@siyu/api";
import { named, t } from "@siyu/i18n";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { personName } from "../naming.ts";
import { tail } from "./words.ts";

const OFFERED = 20;
const IDENTIFIERS_SHOWN = 3;

export interface Chosen {
  value: string;
  label: string;
  name: string;
}

interface PersonSelectProps {
  except: string;
  /** Given by the form. */
  id?: string;
  value?: Chosen;
  onChange?: (chosen: Chosen) => void;
}

export function PersonSelect({ except, id, value, onChange }: PersonSelectProps) {
  const [q, setQ] = useState("");
  const asked = useDeferredValue(q.trim());
  const { data, isFetching } = useQuery({
    queryKey: ["people", "choices", asked],
    queryFn: () => people.list({ limit: OFFERED, ...(asked ? { q: asked } : {}) }),
    placeholderData: keepPreviousData,
  });
  const options = (data?.items ?? []).filter((person) => person.id !== except).map(choice);
  return (
    <Select
      {...(id ? { id } : {})}
      showSearch={{ filterOption: false, onSearch: setQ }}
      loading={isFetching}
      placeholder={t("customers.search")}
      notFoundContent={isFetching ? null : t("identity.nobody_found")}
      options={options}
      {...(value ? { value: value.value } : {})}
      onChange={(_id, option) => onChange?.(option as Chosen)}
    />
  );
}

// People share names: the identifiers tell them apart.
function choice(person: PersonRow): Chosen {
  const name = personName(person);
  const known = person.name === null ? person.identifiers.slice(1) : person.identifiers;
  const shown = known.slice(0, IDENTIFIERS_SHOWN).map(({ type, value }) => `${named("identifier", type)} ${value}`);
  return { value: person.id, name, label: [name, ...(shown.length > 0 ? shown : [tail(person.id)])].join(" · ") };
}
