// What the author of an element has to say about taps on it.
import type { Properties } from "../core/contract.ts";

/** `data-track-order-id="7"` arrives as dataset.trackOrderId and is the property order_id. */
export function declared(dataset: Properties): Properties {
  const found: Properties = {};
  for (const name of Object.keys(dataset)) {
    const property = name.replace(/[A-Z]/g, (letter) => "_" + letter.toLowerCase());
    if (/^track_/.test(property)) found[property.slice(6)] = dataset[name];
  }
  return found;
}
