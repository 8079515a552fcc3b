// Says whose events alone are shown, and lets everybody's in again.
import { people } from "@siyu/api";
import { t } from "@siyu/i18n";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router";
import { useMay } from "../../../shell/session.ts";
import { personName } from "../../customers/naming.ts";

interface OnlyPersonProps {
  id: string;
  onClear: (changes: Record<string, undefined>) => void;
}

export function OnlyPerson({ id, onClear }: OnlyPersonProps) {
  const may = useMay();
  const { data } = useQuery({
    queryKey: ["people", "one", id],
    queryFn: () => people.one(id),
    enabled: may("people:read"),
    retry: false,
  });
  return (
    <p className="sy-only">
      {t("live.only_person")}{" "}
      {data ? <Link to={`/customers/${id}`}>{personName(data)}</Link> : <span className="sy-mono">{id}</span>}
      <Button type="link" size="small" onClick={() => onClear({ person_id: undefined })}>
        {t("live.everybody")}
      </Button>
    </p>
  );
}
