// One line of the timeline: what happened, when, for how much.
import type { TimelineEvent } from "@siyu/api";
import { clock, money, number, t } from "@siyu/i18n";
import { Link } from "react-router";

const TONE: Record<string, string> = { order_paid: "good", order_refunded: "bad", order_adjusted: "warn" };
const ITEMS_SHOWN = 3;

interface Item {
  sku: string;
  name: string;
  quantity: number;
}

interface HappeningProps {
  event: TimelineEvent;
  /** What the tracking plan calls it. */
  title: string | null;
}

export function Happening({ event, title }: HappeningProps) {
  const trade = orderOf(event.properties);
  const said = trade === null ? gist(event) : "";
  return (
    <li className={`sy-happening sy-happening-${TONE[event.event] ?? "calm"}`}>
      <div className="sy-happening-head">
        <b>{title ?? event.event}</b>
        {trade?.document &&
          (trade.orderId ? <Link to={`/orders/${trade.orderId}`}>{trade.document}</Link> : trade.document)}
        <time dateTime={event.time}>{clock(event.time)}</time>
        {trade?.amount && <span className="sy-happening-amount">{trade.amount}</span>}
      </div>
      {said && <p>{said}</p>}
      {trade && trade.items.length > 0 && <p>{itemsLine(trade.items)}</p>}
    </li>
  );
}

function itemsLine(items: readonly Item[]): string {
  const shown = items
    .slice(0, ITEMS_SHOWN)
    .map(({ name, sku, quantity }) => `${name || sku} ×${number(Math.abs(quantity))}`);
  const more = items.length - ITEMS_SHOWN;
  return [...shown, ...(more > 0 ? [t("customer.more_items", { count: more })] : [])].join(" · ");
}

/** The properties that tell most of what an event was about, in this order. */
const TELLING = ["name", "title", "screen_name", "coupon_name", "query", "element_text", "sku", "path"] as const;
const TOLD = 2;

function gist({ event, properties }: TimelineEvent): string {
  const found = TELLING.map((name) => properties[name]).filter(
    (value) => typeof value === "string" && value !== "" && value !== event,
  );
  return [...new Set(found)].slice(0, TOLD).join(" · ");
}

// Properties are open by nature: each is looked at before it is believed.
function orderOf(properties: Record<string, unknown>) {
  const { order_id, document, amount_cents, currency, items } = properties;
  if (document === undefined && amount_cents === undefined) return null;
  return {
    orderId: typeof order_id === "string" ? order_id : null,
    document: typeof document === "string" ? document : null,
    amount: typeof amount_cents === "number" && typeof currency === "string" ? money(amount_cents, currency) : null,
    items: Array.isArray(items) ? items.filter(isItem) : [],
  };
}

function isItem(item: unknown): item is Item {
  return typeof item === "object" && item !== null && "name" in item && "quantity" in item;
}
