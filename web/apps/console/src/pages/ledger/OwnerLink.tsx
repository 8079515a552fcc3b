// Whose account it is, leading to the customer for those who may see customers.
import type { Balance } from "@siyu/api";
import { Link } from "react-router";
import { useMay } from "../../shell/session.ts";
import { ownerName } from "./naming.ts";

export function OwnerLink({ held }: { held: Balance }) {
  const may = useMay();
  const { person_id } = held.account;
  const name = ownerName(held);
  if (person_id === null) return <span className="sy-quiet">{name}</span>;
  return may("people:read") ? <Link to={`/customers/${person_id}`}>{name}</Link> : name;
}
