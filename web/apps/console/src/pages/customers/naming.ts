// How a person is called on the screens when they left no name.
import { named, t } from "@siyu/i18n";

export const IDENTIFIER_TYPES = [
  "member_id",
  "phone",
  "email",
  "unionid",
  "openid",
  "external_userid",
  "taobao_buyer",
  "jd_buyer",
  "pinduoduo_buyer",
  "douyin_buyer",
  "youzan_buyer",
  "meituan_buyer",
  "shopify_customer",
  "erp_id",
  "phone_hash",
  "email_hash",
  "device_id",
  "anonymous_id",
] as const;

interface Nameable {
  name: string | null;
  identifiers: readonly { type: string; value: string }[];
}

export function personName({ name, identifiers }: Nameable): string {
  const [first] = identifiers;
  return name ?? (first ? `${named("identifier", first.type)} ${first.value}` : t("customers.unnamed"));
}
