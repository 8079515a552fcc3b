// A phone with one mini-program on it, as WeChat documents its API, and a person who opens, taps and shares.
import type { Recorded } from "../core/contract.ts";
import type { Definition, Launch, Method, Query, Wx } from "../mp/wx.ts";

interface Opened {
  instance: Definition & { route: string };
  definition: Definition;
}

type Answering = (url: string, body: string) => { statusCode: number; data: unknown } | undefined;

export class Phone {
  kept = new Map<string, unknown>();
  sent: { url: string; body: string }[] = [];
  isConnected = true;
  launch: Launch = { path: "pages/home", query: {}, scene: 1001 };
  answer: Answering = () => ({ statusCode: 200, data: { success: true, results: [] } });
  private app: Definition = {};
  private pages = new Map<string, Definition>();
  private stack: Opened[] = [];
  private heard: ((network: { isConnected: boolean; networkType: string }) => void)[] = [];

  /** Puts the API where a mini-program finds it. */
  constructor() {
    const globals = { wx: this.wx(), App: this.declareApp, Page: () => undefined, Component: () => undefined };
    Object.assign(globalThis, globals);
  }

  private wx(): Wx {
    return {
      getStorageSync: (key) => this.kept.get(key) ?? "",
      setStorage: ({ key, data }) => void this.kept.set(key, data),
      getLaunchOptionsSync: () => this.launch,
      onNetworkStatusChange: (listener) => void this.heard.push(listener),
      getNetworkType: ({ success }) => success({ networkType: "wifi" }),
      getSystemInfoSync: () => ({
        brand: "Acme",
        model: "One",
        system: "OS 1",
        language: "zh_CN",
        environment: "wxwork",
      }),
      request: ({ url, data, success, fail }) => {
        const answer = this.isConnected ? this.answer(url, data) : undefined;
        if (this.isConnected) this.sent.push({ url, body: data });
        return Promise.resolve().then(() => (answer ? success(answer) : fail()));
      },
    };
  }

  private declareApp = (app: Definition) => void (this.app = app);

  /** Declare a page as its file does: Page({...}). */
  declare(route: string, definition: Definition): void {
    const taken = globalThis.Page;
    this.pages.set(route, definition);
    taken(definition);
  }

  start(launch: Partial<Launch> = {}): void {
    Object.assign(this.launch, launch);
    this.call(this.app, this.app, "onLaunch", this.launch);
    this.call(this.app, this.app, "onShow", this.launch);
    this.open(this.launch.path ?? "", this.launch.query);
  }

  /** navigateTo: the page before stays below. */
  open(route: string, query: Query = {}): void {
    this.onTop("onHide");
    const definition = this.pages.get(route) ?? {};
    this.stack.push({ definition, instance: Object.assign(Object.create(definition) as Definition, { route }) });
    this.onTop("onLoad", query);
    this.onTop("onShow");
  }

  back(): void {
    this.onTop("onUnload");
    this.stack.pop();
    this.onTop("onShow");
  }

  putAway(): void {
    this.onTop("onHide");
    this.call(this.app, this.app, "onHide");
  }

  takeOut(launch: Launch): void {
    this.call(this.app, this.app, "onShow", launch);
    this.onTop("onShow");
  }

  connect(isConnected: boolean): void {
    this.isConnected = isConnected;
    this.heard.forEach((listener) => listener({ isConnected, networkType: isConnected ? "4g" : "none" }));
  }

  /** Call a method of the page on top as the framework does. */
  onTop(name: string, event?: unknown): unknown {
    const top = this.stack[this.stack.length - 1];
    return top && this.call(top.definition, top.instance, name, event);
  }

  tap(handler: string, dataset: Query = {}, timeStamp = Date.now()): void {
    this.onTop(handler, { type: "tap", timeStamp, currentTarget: { id: "", dataset } });
  }

  events(): Recorded[] {
    const batches = this.sent.filter(({ url }) => url.includes("/v1/batch"));
    return batches.flatMap(({ body }) => (JSON.parse(body) as { batch: Recorded[] }).batch);
  }

  private call(definition: Definition, self: Definition, name: string, ...args: unknown[]): unknown {
    return (definition[name] as Method | undefined)?.apply(self, args);
  }
}
