// Page views, also of pages that change their address without loading, and how long each was looked at.
import type { Options, Properties, Told } from "../core/contract.ts";
import { parseQuery } from "../core/text.ts";
import { Tracker } from "../core/tracker.ts";
import { came, page } from "./platform.ts";

export class PageTracker<Wanted extends Options> extends Tracker<Wanted> {
  private _place = "";
  private _viewed: Record<string, string | undefined> | undefined;
  private _shownMs = 0;
  private _depth = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;

  /** A page view; its name is the document's title unless you give one. */
  page(name?: string, properties?: Properties): void {
    this._close();
    this._record(this._opened(name, properties));
  }

  /** Where the visitor came from has to be known before anything is recorded. */
  protected _land(): void {
    came.from = document.referrer;
    this._place = place();
    const isOwn = came.from.indexOf(location.origin) === 0;
    this._arrive(parseQuery(location.href), isOwn ? undefined : came.from || undefined);
    addEventListener("scroll", () => this._noteDepth(), { passive: true, capture: true });
  }

  /** Record a view whenever the address leads to another page. */
  protected _followPages(): void {
    this._openSoon();
    const moved = () => this._guard(() => this._move());
    for (const name of ["pushState", "replaceState"] as const) {
      const native = history[name];
      history[name] = function (...change: Parameters<History["pushState"]>) {
        native.apply(history, change);
        moved();
      };
    }
    addEventListener("popstate", moved);
    addEventListener("hashchange", moved);
    addEventListener("pageshow", ({ persisted }) => persisted && this._openSoon());
  }

  protected _show(): void {
    if (this._viewed && !this._shownMs) this._shownMs = this._now();
  }

  protected _hide(): void {
    if (this._timer) this._openNow();
    this._close();
  }

  private _move(): void {
    if (place() === this._place) return;
    this._close();
    if (this._viewed) came.from = this._viewed["url"] || "";
    this._place = place();
    this._arrive(parseQuery(location.href));
    this._openSoon();
  }

  /** When this task is over: routers set the title after the address, and a redirect is no page of its own. */
  private _openSoon(): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._openNow());
  }

  private _openNow(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    const opened = this._opened();
    if (this._isSampled()) this._record(opened);
  }

  private _opened(name = document.title || place(), properties?: Properties): Told {
    this._viewed = page();
    this._shownMs = document.visibilityState === "hidden" ? 0 : this._now();
    this._depth = 0;
    this._noteDepth();
    return { type: "page", name, properties: Object.assign({}, this._viewed, properties) };
  }

  /** The visitor looks elsewhere; each stretch of looking is told once, with how long it was. */
  private _close(): void {
    const { _viewed: viewed, _shownMs: shownMs, _depth: scroll_percent } = this;
    this._shownMs = 0;
    if (viewed && shownMs) this._recordEnd("page_left", { visible_ms: this._now() - shownMs, scroll_percent }, viewed);
  }

  /** How far down the page the visitor has been, in percent. */
  private _noteDepth(): void {
    const share = (scrollY + innerHeight) / document.documentElement.scrollHeight;
    this._depth = Math.max(this._depth, Math.min(100, Math.round(share * 100)));
  }
}

/** What of the address makes it another page: a fragment only where it is a route. */
function place(): string {
  return location.pathname + location.search + (/^#[!/]/.test(location.hash) ? location.hash : "");
}
