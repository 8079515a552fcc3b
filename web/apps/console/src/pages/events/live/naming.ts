// Whom a hit speaks of, as far as it says: an identifier (masked by the server), else the visitor.
import type { Hit } from "@siyu/api";
import { named, t } from "@siyu/i18n";

const VISITOR_CHARS = 8;

export function whoIs({ identities, anonymous_id, person_id }: Hit): string {
  const [first] = identities;
  if (first) return `${named("identifier", first[0])} ${first[1]}`;
  if (anonymous_id) return t("live.visitor", { id: short(anonymous_id) });
  return person_id ? t("live.visitor", { id: short(person_id) }) : "—";
}

// The end tells ids apart that begin alike.
const short = (id: string): string => (id.length > VISITOR_CHARS + 2 ? `…${id.slice(-VISITOR_CHARS)}` : id);
