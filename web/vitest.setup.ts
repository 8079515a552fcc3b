// What jsdom lacks and antd asks for.
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

const unmatched = (query: string): MediaQueryList => ({
  matches: false,
  media: query,
  onchange: null,
  addListener: () => undefined,
  removeListener: () => undefined,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  dispatchEvent: () => false,
});

window.matchMedia = unmatched;
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// jsdom refuses the pseudo-element antd passes and prints about it.
const computed = window.getComputedStyle.bind(window);
window.getComputedStyle = (element) => computed(element);

// Roles are looked up without asking jsdom what is visible, which it is slow to say; answers may take a loaded machine a while.
configure({ defaultHidden: true, asyncUtilTimeout: 5000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
});
