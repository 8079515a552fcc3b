// Puts this visitor's inviter token into what they share, in place of the marks they came with themselves.
import { isMark } from "../core/attribution.ts";
import type { Share } from "./wx.ts";

export type PassOn = (share: Share, token: string, own: string) => void;

/** For onShareAppMessage: the path people open; `own` is the page it happens on. */
export function passOn(share: Share, token: string, own: string): void {
  const [route, query = ""] = (share.path || own).split("?");
  share.path = `${route}?${passedOn(query, token)}`;
  if (share.promise) share.promise = share.promise.then((late) => (passOn(late, token, own), late));
}

/** For onShareTimeline: the page is always the present one, only its query can be chosen. */
export function passOnTimeline(share: Share, token: string, own: string): void {
  share.query = passedOn(share.query || own.split("?")[1] || "", token);
}

function passedOn(query: string, token: string): string {
  const kept = query.split("&").filter((pair) => pair && !isMark(pair.split("=")[0] || ""));
  return kept.concat(token ? `sy_inv=${token}` : []).join("&");
}
