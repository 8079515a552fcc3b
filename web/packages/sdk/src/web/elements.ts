// What is worth knowing of an element, and nothing of what somebody typed into it.
import type { Properties } from "../core/contract.ts";
import { cut } from "../core/text.ts";

const TEXT_CHARS_MAX = 50;
const HREF_CHARS_MAX = 255;
const PATH_LENGTH_MAX = 5;
const SWITCHES = /^data-track-(ignore|mask)$/;

export function described(element: Element): Properties {
  const seen = {
    element_tag: element.tagName.toLowerCase(),
    element_id: element.id || undefined,
    element_text: textOf(element),
    element_path: pathOf(element),
    element_href: cut(element.getAttribute("href") || "", HREF_CHARS_MAX) || undefined,
  };
  return Object.assign(seen, declared(element));
}

/** `data-track-order-id="7"` is the property order_id. */
export function declared(element: Element): Properties {
  const found: Properties = {};
  for (const { name, value } of Array.from(element.attributes)) {
    if (/^data-track-/.test(name) && !SWITCHES.test(name)) found[name.slice(11).replace(/-/g, "_")] = value;
  }
  return found;
}

/** The text people see, unless it, or a part of it, is masked. */
function textOf(element: Element): string | undefined {
  if (element.closest("[data-track-mask]") || element.querySelector("[data-track-mask]")) return undefined;
  const seen = element instanceof HTMLInputElement ? element.value : element.textContent;
  const text = element.getAttribute("aria-label") || seen || "";
  return cut(text.trim().replace(/\s+/g, " "), TEXT_CHARS_MAX) || undefined;
}

/** A short CSS path: up to the nearest id, five steps at most. */
export function pathOf(element: Element): string {
  const steps: string[] = [];
  let at: Element | null = element;
  while (at && steps.length < PATH_LENGTH_MAX) {
    steps.unshift(stepOf(at));
    at = at.id ? null : at.parentElement;
  }
  return steps.join(" > ");
}

function stepOf(element: Element): string {
  const tag = element.tagName.toLowerCase();
  if (element.id) return `${tag}#${element.id}`;
  const alike = Array.from(element.parentElement ? element.parentElement.children : []).filter(
    (sibling) => sibling.tagName === element.tagName,
  );
  return alike.length > 1 ? `${tag}:nth-of-type(${alike.indexOf(element) + 1})` : tag;
}
