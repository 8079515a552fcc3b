// Elements marked with data-expose, once each, when half of one has been in view for a second.

const SELECTOR = "[data-expose]";
const SEEN_SHARE = 0.5;
const SEEN_MS = 1000;

export function followExposures(exposed: (element: HTMLElement) => void): void {
  if (!window.IntersectionObserver) return;
  const timers = new WeakMap<Element, ReturnType<typeof setTimeout> | undefined>();

  const seen = (element: Element) => {
    sight.unobserve(element);
    exposed(element as HTMLElement);
  };

  const sight = new IntersectionObserver(
    (changes) => {
      for (const { target, intersectionRatio } of changes) {
        clearTimeout(timers.get(target));
        if (intersectionRatio >= SEEN_SHARE) timers.set(target, setTimeout(seen, SEEN_MS, target));
      }
    },
    { threshold: SEEN_SHARE },
  );

  const look = () => {
    for (const element of Array.from(document.querySelectorAll(SELECTOR))) {
      if (timers.has(element)) continue;
      timers.set(element, undefined);
      sight.observe(element);
    }
  };

  look();
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}
