// The mini-program as the core sees it.
import type { Answer, Platform, Shelf } from "../core/contract.ts";
import type { Network, PageInstance } from "./wx.ts";

/** The page being looked at, and the one before. */
export const place: { page: PageInstance; from: string } = { page: {}, from: "" };

const network: Network = { isConnected: true };

export function miniProgram(): Platform {
  return {
    storage,
    now: () => Date.now(),
    random: () => Math.random(),
    isOnline: () => network.isConnected !== false,
    send,
    page,
    device,
  };
}

/** Know the network, and call back when it has come back. */
export function followNetwork(isBack: () => void): void {
  wx.onNetworkStatusChange((change) => {
    Object.assign(network, change);
    if (change.isConnected) isBack();
  });
  wx.getNetworkType({ success: ({ networkType }) => Object.assign(network, { networkType }) });
}

export function addressOf({ route = "", options = {} }: PageInstance): string {
  const query = Object.keys(options).map((name) => `${name}=${options[name]}`);
  return query.length ? `${route}?${query.join("&")}` : route;
}

export function page(): Record<string, unknown> {
  return { url: addressOf(place.page) || undefined, path: place.page.route, referrer: place.from || undefined };
}

/** The phone's storage takes milliseconds: it is asked once for a key, and told without waiting. */
const texts = new Map<string, unknown>();

const storage: Shelf = {
  getItem(key) {
    if (!texts.has(key)) texts.set(key, wx.getStorageSync(key));
    return (texts.get(key) as string) || null;
  },
  setItem(key, text) {
    texts.set(key, text);
    wx.setStorage({ key, data: text });
  },
  removeItem: (key) => storage.setItem(key, ""),
};

/** Unless told otherwise WeChat sends JSON, and text as it is. */
function send(url: string, data: string): Promise<Answer> {
  return new Promise((settle) => {
    wx.request({
      url,
      method: "POST",
      data,
      success: ({ statusCode, data: body, header = {} }) =>
        settle({
          status: statusCode,
          body: body as Answer["body"],
          retryAfter: header["Retry-After"] || header["retry-after"],
        }),
      fail: () => settle({ status: 0 }),
    });
  });
}

function device(): Record<string, unknown> {
  const system = wx.getSystemInfoSync();
  return {
    userAgent: [system.brand, system.model, system.system].join(" "),
    locale: (system.language || "").replace("_", "-"),
    timezone: typeof Intl === "object" ? Intl.DateTimeFormat().resolvedOptions().timeZone : undefined,
    screen: { width: system.screenWidth, height: system.screenHeight, density: system.pixelRatio },
    network: { type: network.networkType },
    app: { name: system.environment === "wxwork" ? "wecom" : "wechat" },
  };
}
