// Whose account it is, in few letters: the brand's, or a customer's by the end of their id.
import { t } from "@siyu/i18n";

// The end tells ids apart that begin alike.
const TAIL_CHARS = 8;

export const ownerName = (personId: string | null): string =>
  personId === null ? t("ledger.owner_house") : t("ledger.person", { id: `…${personId.slice(-TAIL_CHARS)}` });

/** An account so that it cannot be taken for another of the same code. */
export const accountName = (account: { code: string; person_id: string | null }): string =>
  t("ledger.account_of", { code: account.code, owner: ownerName(account.person_id) });
