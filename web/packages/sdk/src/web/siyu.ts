// The SDK in a browser.
import { isMark } from "../core/attribution.ts";
import type { Options } from "../core/contract.ts";
import { followClicks } from "./clicks.ts";
import { declared, described, pathOf } from "./elements.ts";
import { followExposures } from "./exposures.ts";
import { PageTracker } from "./pages.ts";
import { browser } from "./platform.ts";
import { PageQueue } from "./queue.ts";

export interface WebOptions extends Options {
  /** Record page views by themselves; when false, `page()` does. True unless set. */
  pages?: boolean;
  /** Record clicks by themselves. True unless set. */
  clicks?: boolean;
  /** Record what was seen of elements marked with data-expose. True unless set. */
  exposures?: boolean;
}

interface Prerendered {
  prerendering?: boolean;
}

export class Siyu extends PageTracker<WebOptions> {
  constructor(
    platform = browser(),
    private _waiting = new PageQueue(platform),
  ) {
    super(platform, _waiting, "siyu-web");
  }

  override init(options: WebOptions): void {
    if (this._sender.url) return;
    if ((document as Prerendered).prerendering) return this._waitForSight(options);
    const { pages = true, clicks = true, exposures = true } = options;
    this._land();
    super.init(options);
    this._followLife();
    if (pages) this._followPages();
    if (clicks) followClicks((element) => this._click(element));
    if (exposures) followExposures((element) => this._expose(element));
  }

  /** The address to pass on: with this visitor's inviter token, without how they came themselves. */
  async shareUrl(address: string = location.href): Promise<string> {
    const token = await this.shareToken();
    const url = new URL(address, location.href);
    const { searchParams } = url;
    Array.from(searchParams.keys())
      .filter(isMark)
      .forEach((mark) => searchParams.delete(mark));
    searchParams.set("sy_inv", token);
    return url.href;
  }

  /** A browser may load pages ahead that nobody will see. */
  private _waitForSight(options: WebOptions): void {
    document.addEventListener("prerenderingchange", () => this.init(options), { once: true });
  }

  /** `unload` is unreliable: whenever the page is out of sight it may end without a word. */
  private _followLife(): void {
    const hide = () => {
      this._hide();
      this._waiting.leave(this._sender);
    };
    const show = () => {
      this._show();
      this._judge();
    };
    document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? hide() : show()));
    addEventListener("pagehide", () => {
      hide();
      this._waiting.end();
    });
    addEventListener("online", () => this._sender.wake());
  }

  private _click(element: HTMLElement): void {
    const name = element.dataset["track"];
    if (name) this._recordMarked(name, described(element));
    else this._recordAutomatic("element_clicked", described(element));
  }

  private _expose(element: HTMLElement): void {
    const seen = { element_name: element.dataset["expose"], element_path: pathOf(element) };
    this._recordAutomatic("element_exposed", Object.assign(seen, declared(element)));
  }
}
