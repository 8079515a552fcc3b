import { type ConflictSide } from "@siyu/api";
// What the server says about identities, as a reader says it.
import { named, t } from "@siyu/i18n";

// The end tells ids apart that begin alike.
const TAIL_CHARS = 8;
const SEEN_TOGETHER = "seen together: ";
const TAKEN_BACK = "taken back";
/** Types of which one person has one at most. */
const SINGLE = ["member_id", "unionid", "external_userid"];

export const WHY_CHARS_MAX = 500;

export const tail = (id: string): string => `…${id.slice(-TAIL_CHARS)}`;

/** What staff wrote, or in our words what followed from what was seen. */
export function reason(why: string): string {
  if (why === TAKEN_BACK) return t("identity.why_taken_back");
  if (!why.startsWith(SEEN_TOGETHER)) return why;
  const types = why.slice(SEEN_TOGETHER.length).split(", ");
  return t("identity.why_seen_together", {
    types: types.map((type) => named("identifier", type)).join(t("identity.joint")),
  });
}

/** Why the two cannot be one person's by themselves: they would have too many of `kind`. */
export function contradiction(kind: string): string {
  const type = named("identifier", kind);
  return SINGLE.includes(kind) ? t("conflict.two_of", { type }) : t("conflict.too_many", { type });
}

export const sideName = ({ person_id, person_name }: ConflictSide): string =>
  person_name ?? t("identity.person", { id: tail(person_id) });
