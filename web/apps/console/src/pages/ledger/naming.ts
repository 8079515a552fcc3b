// Whose account it is, in few letters: the brand's, a customer's by name, or by the end of their id.
import type { Balance } from "@siyu/api";
import { t } from "@siyu/i18n";

// The end tells ids apart that begin alike.
const TAIL_CHARS = 8;

type Owned = Pick<Balance, "person_name"> & { account: Pick<Balance["account"], "code" | "person_id"> };

export const ownerName = ({ account: { person_id }, person_name }: Owned): string =>
  person_id === null ? t("ledger.owner_house") : (person_name ?? t("ledger.person", { id: tail(person_id) }));

/** An account so that it cannot be taken for another of the same code: people share names, never ids. */
export function accountName(owned: Owned): string {
  const { code, person_id } = owned.account;
  const owner = ownerName(owned);
  const isNamed = person_id !== null && owned.person_name !== null;
  return t("ledger.account_of", { code, owner: isNamed ? `${owner} ${tail(person_id)}` : owner });
}

const tail = (id: string): string => `…${id.slice(-TAIL_CHARS)}`;
