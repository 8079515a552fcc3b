// Words the server uses, as a reader says them. Looked up by group and word.
import type { Translated } from "../t.ts";
import type { words as zh } from "../zh/words.ts";

export const words: Translated<typeof zh> = {
  "role.owner": "Owner",
  "role.operator": "Operator",
  "role.staff": "Staff",
  "role.analyst": "Analyst",
  "role_about.owner": "Everything, accounts and keys included",
  "role_about.operator": "Customers, orders, products and imports",
  "role_about.staff": "Sees customers and orders",
  "role_about.analyst": "Sees all data, changes nothing",

  "identifier.member_id": "Member ID",
  "identifier.phone": "Phone",
  "identifier.email": "Email",
  "identifier.openid": "OpenID",
  "identifier.unionid": "UnionID",
  "identifier.external_userid": "WeCom contact",
  "identifier.buyer_id": "Marketplace buyer",
  "identifier.taobao_buyer": "Taobao buyer",
  "identifier.jd_buyer": "JD buyer",
  "identifier.youzan_buyer": "Youzan buyer",
  "identifier.shopify_customer": "Shopify customer",

  "trait.name": "Name",
  "trait.country": "Country",
  "trait.city": "City",
  "trait.province": "Province",
  "trait.gender": "Gender",
  "trait.birthday": "Birthday",

  "event.order_paid": "Paid an order",
  "event.order_refunded": "Was refunded",
  "event.order_adjusted": "Order adjusted",
  "event.person_created": "Became a customer",

  "order_kind.sale": "Sale",
  "order_kind.refund": "Refund",
  "order_kind.adjustment": "Adjustment",

  "import_kind.orders": "Orders",
  "import_kind.products": "Products",
  "import_kind.persons": "Customers",

  "import_state.queued": "Waiting",
  "import_state.reading": "Reading",
  "import_state.writing": "Writing",
  "import_state.done": "Done",
  "import_state.failed": "Failed",
  "import_state.cancelled": "Cancelled",

  "actor.staff": "Staff",
  "actor.key": "Key",
  "actor.system": "System",

  "key_kind.public": "Public key",
  "key_kind.secret": "Secret key",

  "store.embedded": "Embedded",
  "store.server": "Server",
};
