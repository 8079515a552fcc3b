// A browser's page with the SDK on it, and a person who looks and clicks.
import { afterEach } from "vitest";
import { page } from "../web/platform.ts";
import { Siyu, type WebOptions } from "../web/siyu.ts";
import { HOST, KEY, Place } from "./place.ts";

const natives = { pushState: history.pushState, replaceState: history.replaceState };
const listening: (() => void)[] = [];

for (const target of [window, document]) {
  const native = target.addEventListener.bind(target) as EventTarget["addEventListener"];
  target.addEventListener = (name: string, heard: EventListener, options?: AddEventListenerOptions | boolean) => {
    native(name, heard, options);
    listening.push(() => target.removeEventListener(name, heard, options));
  };
}

// What a test's page listens to ends with it.
afterEach(() => {
  listening.splice(0).forEach((end) => end());
  Object.assign(history, natives);
  look("visible");
});

/** Stands at `address` as if it had just been loaded. */
export function land(address: string, options: Partial<WebOptions> = {}): { siyu: Siyu; place: Place } {
  history.replaceState(null, "", address);
  const place = new Place();
  place.page = page;
  const siyu = new Siyu(place);
  siyu.init({ key: KEY, host: HOST, ...options });
  return { siyu, place };
}

/** Click the first element that fits; links lead nowhere. */
export function click(selector: string): void {
  const element = document.querySelector(selector);
  element?.addEventListener("click", (event) => event.preventDefault(), { once: true });
  element?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, composed: true }));
}

export function look(state: "visible" | "hidden"): void {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}
