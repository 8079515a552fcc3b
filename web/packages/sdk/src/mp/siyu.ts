// The SDK in a WeChat mini-program.
import type { Options, Properties } from "../core/contract.ts";
import { Queue } from "../core/queue.ts";
import { Tracker } from "../core/tracker.ts";
import { arrivalOf } from "./arrival.ts";
import { addressOf, followNetwork, miniProgram, page, place } from "./platform.ts";
import { passOn, type PassOn, passOnTimeline } from "./share.ts";
import { declared } from "./taps.ts";
import type { Definition, Launch, Method, PageInstance, Query, Share, Tap } from "./wx.ts";

export interface MpOptions extends Options {
  /** Record page views and how long they lasted by themselves. True unless set. */
  pages?: boolean;
  /** Record taps by themselves. True unless set. */
  taps?: boolean;
}

export class Siyu extends Tracker<MpOptions> {
  private _appShownMs = 0;
  private _pageShownMs = 0;
  private _tapped: number | undefined = -1;
  private _token = "";
  private _queries = new WeakMap<object, Query>();

  constructor(platform = miniProgram()) {
    super(platform, new Queue(platform, "siyu.queue"), "siyu-mp");
  }

  /** Call it first of all in app.js: App(), Page() and Component() are followed from here on. */
  override init(options: MpOptions): void {
    if (this._sender.url) return;
    this._arrive(arrivalOf(wx.getLaunchOptionsSync()));
    super.init(options);
    followNetwork(() => this._sender.wake());
    this._guard(() => this._followDefinitions());
  }

  /** A page view; its name is the page's route unless you give one. */
  screen(name = place.page.route, properties?: Properties): void {
    this._record({ type: "screen", name, properties: Object.assign(page(), properties) });
  }

  private _followDefinitions(): void {
    const [app, page, component] = [App, Page, Component];
    App = (definition) => app(this._followApp(definition));
    Page = (definition) => page(this._followPage(definition));
    Component = (definition) => component(this._followComponent(definition));
  }

  private _followApp(app: Definition): Definition {
    const told = (event: string, { path, scene }: Launch) => this._recordAutomatic(event, { path, scene });
    this._before<Launch>(app, "onLaunch", (launch) => told("mp_launched", launch));
    this._before<Launch>(app, "onShow", (launch) => {
      this._arrive(arrivalOf(launch));
      this._appShownMs = this._now();
      told("mp_shown", launch);
    });
    this._before(app, "onHide", () => {
      this._recordAutomatic("mp_hidden", { visible_ms: this._now() - this._appShownMs });
      void this.flush();
    });
    return app;
  }

  /** Frameworks make pages with Component(): then the methods of a page are among its methods. */
  private _followComponent(component: Definition): Definition {
    const methods = (component["methods"] || {}) as Definition;
    if (methods["onLoad"] || methods["onShow"]) this._followPage(methods);
    else this._followTaps(methods);
    return component;
  }

  private _followPage(page: Definition): Definition {
    this._followTaps(page);
    if (this._options.pages === false) return page;
    const isShared = page["onShareAppMessage"] || page["onShareTimeline"];
    const close = () => this._close();
    this._before<Query>(page, "onLoad", (query, self) => this._queries.set(self, query));
    this._before(page, "onShow", (_, self) => this._open(self, isShared));
    this._before(page, "onHide", close);
    this._before(page, "onUnload", close);
    this._followShare(page, "chat", "onShareAppMessage", passOn);
    this._followShare(page, "moments", "onShareTimeline", passOnTimeline);
    return page;
  }

  /** A page that cannot be shared does not become one that can. */
  private _followShare(page: Definition, share_method: string, name: string, passOn: PassOn): void {
    if (!page[name]) return;
    this._before(page, name, Boolean, (share: Share) => {
      const own = `/${addressOf(place.page)}`;
      passOn(share, this._token, own);
      const inviter_token = this._token || undefined;
      this._recordAutomatic("mp_shared", { share_method, inviter_token, path: share.path || own });
    });
  }

  /** Taps are found by the events that handlers are called with, whatever the handlers are called. */
  private _followTaps(handlers: Definition): void {
    if (this._options.taps === false) return;
    for (const name of Object.keys(handlers)) {
      if (typeof handlers[name] === "function") this._before<Tap>(handlers, name, (event) => this._tap(event, name));
    }
  }

  private _open(self: PageInstance, isShared: unknown): void {
    place.from = addressOf(place.page);
    place.page = { route: self.route, options: this._queries.get(self) };
    this._pageShownMs = this._now();
    if (this._isSampled()) this.screen();
    // Sharing cannot wait for an answer, so the token is there before.
    if (isShared) this.shareToken().then((token) => (this._token = token), Boolean);
  }

  private _close(): void {
    if (this._pageShownMs) this._recordEnd("mp_page_left", { visible_ms: this._now() - this._pageShownMs }, page());
    this._pageShownMs = 0;
  }

  /** One tap reaches the handlers of everything around it too: the first one is meant. */
  private _tap(event: Tap | undefined, handler: string): void {
    if (!event || event.type !== "tap" || event.timeStamp === this._tapped) return;
    this._tapped = event.timeStamp;
    const { id, dataset = {} } = event.currentTarget || {};
    if ("trackIgnore" in dataset) return;
    const properties = Object.assign({ element_id: id || undefined, handler }, declared(dataset));
    if (dataset["track"]) this._recordMarked(String(dataset["track"]), properties);
    else this._recordAutomatic("mp_tapped", properties);
  }

  /** Put `ours` before the method of this name, which need not be there; `change` may change what it returns. */
  private _before<First>(
    definition: Definition,
    name: string,
    ours: (first: First, self: object) => void,
    change?: (returned: object) => void,
  ): void {
    const theirs = definition[name] as Method | undefined;
    const guard = (act: () => void) => this._guard(act);
    definition[name] = function (this: object, ...args: unknown[]) {
      guard(() => ours(args[0] as First, this));
      const returned = theirs && theirs.apply(this, args);
      if (!change) return returned;
      const changed = Object(returned) as object;
      guard(() => change(changed));
      return changed;
    };
  }
}
