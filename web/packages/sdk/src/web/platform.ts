// The browser as the core sees it. Importing this where there is no browser is harmless.
import type { Answer, Platform, Shelf } from "../core/contract.ts";

interface Connection {
  connection?: { effectiveType?: string };
}

const NO_STORAGE: Shelf = {
  getItem: () => null,
  setItem() {
    throw new Error("no storage");
  },
  removeItem: () => undefined,
};

/** The address the visitor came from: of another site at first, of the page before within this one. */
export const came = { from: "" };

export function browser(): Platform {
  return {
    storage: browserStorage(),
    now: () => Date.now(),
    random,
    isOnline: () => navigator.onLine !== false,
    send,
    page,
    device,
  };
}

export function page(): Record<string, string | undefined> {
  return { url: location.href, path: location.pathname, title: document.title, referrer: came.from || undefined };
}

/** `crypto` is there without HTTPS too, but for `randomUUID`. */
function random(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] || 0) / 2 ** 32;
}

/** A string goes as text/plain, which needs no question beforehand (CORS preflight). */
async function send(url: string, body: string): Promise<Answer> {
  try {
    const answer = await window.fetch(url, { method: "POST", body, keepalive: true, credentials: "omit" });
    const retryAfter = answer.headers.get("Retry-After");
    return { status: answer.status, retryAfter, body: await answer.json().catch(() => undefined) };
  } catch {
    return { status: 0 };
  }
}

function device(): Record<string, unknown> {
  const { userAgent, language } = navigator;
  const { width, height } = screen;
  const app = /(wxwork)|MicroMessenger/i.exec(userAgent);
  return {
    userAgent,
    locale: language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen: { width, height, density: devicePixelRatio },
    network: { type: ((navigator as Connection).connection || {}).effectiveType },
    app: app ? { name: app[1] ? "wecom" : "wechat" } : undefined,
  };
}

/** Where the browser refuses to store, what has to be kept is kept in memory by who keeps it. */
function browserStorage(): Shelf {
  try {
    localStorage.getItem("");
    return localStorage;
  } catch {
    return NO_STORAGE;
  }
}
