// A place to run the core in: a server that answers as told, a clock that stands still, one storage for all pages.
import type { Answer, Options, Platform, Properties, Recorded, Shelf } from "../core/contract.ts";
import { Tracker } from "../core/tracker.ts";
import { PageQueue } from "../web/queue.ts";

export interface Batch {
  batch: Recorded[];
  sentAt: string;
  context: Properties;
}

export const ACCEPTED: Answer = { status: 200, body: { success: true, results: [] } };
export const KEY = "pk_test";
export const PAGE = { url: "https://shop.example/tea", path: "/tea" };
export const HOST = "https://siyu.example";

let places = 0;

export class Place implements Platform {
  storage: Shelf = localStorage;
  /** The next answers, in order; then everything is accepted. */
  answers: (Answer | Promise<Answer>)[] = [];
  sent: { url: string; body: string }[] = [];
  isConnected = true;
  private seed = (places += 1);

  now = () => Date.now();
  isOnline = () => this.isConnected;
  page = (): Properties => PAGE;
  device = () => ({ locale: "zh-CN" });

  /** The same numbers in every run; enough like chance for ids. */
  random = () => {
    this.seed = (this.seed * 48271) % 2147483647;
    return this.seed / 2147483647;
  };

  async send(url: string, body: string): Promise<Answer> {
    this.sent.push({ url, body });
    return this.answers.shift() ?? ACCEPTED;
  }

  batches(): Batch[] {
    return this.sent.map(({ body }) => JSON.parse(body) as Batch);
  }

  /** Everything the server was given, in order. */
  events(): Recorded[] {
    return this.batches().flatMap(({ batch }) => batch);
  }

  named(name: string): Recorded[] {
    return this.events().filter(({ type, event }) => (event ?? type) === name);
  }
}

/** A page that is open in this place, as far along as after the SDK's start. */
export function open(place: Place, options: Partial<Options> = {}): { tracker: Tracker; queue: PageQueue } {
  const queue = new PageQueue(place);
  const tracker = new Tracker(place, queue, "siyu-test");
  tracker.init({ key: KEY, host: HOST, ...options });
  return { tracker, queue };
}

/** Names in order, without what every first visit begins with. */
export function told(events: Recorded[]): string[] {
  return events.map(({ type, event }) => event ?? type).filter((name) => !/^(first_visit|session_started)$/.test(name));
}
