// The mark and whose house this is.
import { useSession } from "./session.ts";

export function Brand() {
  const { brand } = useSession();
  return (
    <div className="sy-brand">
      <img src={`${import.meta.env.BASE_URL}mark.svg`} width="28" height="28" alt="" />
      <span>{brand.name}</span>
    </div>
  );
}
