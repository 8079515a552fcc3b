// Turns what is told into recorded events: who, when, in which session, from where; and asks consent first.
import { marksOf } from "./attribution.ts";
import type { Options, Platform, Plugin, Problem, Properties, Recorded, Told } from "./contract.ts";
import type { Queue } from "./queue.ts";
import { BATCH_MAX, Sender } from "./sender.ts";
import { State, type Visitor } from "./state.ts";
import { bytesOf, newId } from "./text.ts";

const VERSION = "0.1.0";
const EVENT_BYTES_MAX = 32_000;
const SESSION_PAUSE_MS = 30 * 60_000;
const FLUSH_MS = 2000;

export class Recorder<Wanted extends Options = Options> {
  protected _state: State;
  protected _sender: Sender;
  protected _plugins: Plugin[] = [];
  protected _options: Partial<Wanted> = {};

  constructor(
    protected _platform: Platform,
    protected _queue: Queue,
    private _library: string,
  ) {
    const report = (problem: Problem) => this._report(problem);
    this._state = new State(_platform.storage);
    this._sender = new Sender(
      _platform,
      _queue,
      () => this._isAllowed(),
      () => this._shared(),
      report,
    );
    _queue.onLost = (count) => report({ code: "queue_full", count });
  }

  protected _start(options: Wanted): void {
    this._options = options;
    this._sender.url = this._address("batch");
    this._judge();
  }

  protected _address(verb: string): string {
    const { host = "", key = "" } = this._options;
    return `${host.replace(/\/+$/, "")}/v1/${verb}?writeKey=${encodeURIComponent(key)}`;
  }

  /** True: record and send. False: neither. Undefined: hold in memory until there is an answer. */
  protected _isAllowed(): boolean | undefined {
    const isAgreed = this._state.isAgreed();
    return isAgreed === undefined && this._sender.url && !this._options.requireConsent ? true : isAgreed;
  }

  /** Act on what the visitor has said about being recorded. */
  protected _judge(): void {
    const { _state: state, _queue: queue } = this;
    const isAllowed = this._isAllowed();
    const visitor = state.read();
    state.isKept = queue.isKept = isAllowed !== undefined;
    state.replace(isAllowed === false ? { consent: visitor.consent } : visitor);
    if (queue.isKept) queue.adopt();
    if (isAllowed === false) queue.remove(queue.lines);
    this._sender.soon(0);
  }

  /** Record an event; returns how it lies in the queue. */
  protected _record(told: Told): string | undefined {
    if (this._isAllowed() !== false) {
      this._renewSession();
      return this._append(told);
    }
    if (this._queue.lines.length) this._judge(); // Another tab has heard the refusal.
    return undefined;
  }

  /** Record what nobody asked for by name, if this visitor is in the sample. */
  protected _recordAutomatic(event: string, properties: Properties): void {
    if (this._isSampled()) this._record(this._seen(event, properties));
  }

  /** Record the end of something: it belongs to where and when it happened, and opens no new session. */
  protected _recordEnd(event: string, properties: Properties, page: Properties): void {
    if (this._isAllowed() !== false && this._isSampled()) this._append(this._seen(event, properties, page));
  }

  /** What we see ourselves says where among its properties too: reports ask for these, not for the context. */
  private _seen(event: string, properties?: Properties, page = this._platform.page()): Told {
    return { type: "track", event, properties: Object.assign({}, page, properties), context: { page } };
  }

  /** Lay more properties over an event that has not been sent yet. */
  protected _amend(line: string, properties: Properties): void {
    const event = JSON.parse(line) as Recorded;
    Object.assign(event.properties || {}, properties);
    const better = this._written(event);
    if (better) this._queue.replace([line], () => better);
  }

  /** Somebody arrives at a page: remember from where, for ever the first time, until the next time otherwise. */
  protected _arrive(query: Record<string, string>, referrer?: string): void {
    const touch = marksOf(query);
    const change: Visitor = touch ? { touch, touched: undefined } : {};
    if (!this._state.read().first) change.first = Object.assign({ referrer }, touch);
    this._state.change(change);
  }

  /** The id this device's visitor goes by until they say who they are, and after. */
  anonymousId(): string {
    const known = this._state.read().anonymousId;
    if (!known) this._state.change({ anonymousId: newId(this._platform) });
    return known || this._state.read().anonymousId || "";
  }

  protected _isSampled(): boolean {
    const { sampleRate = 1 } = this._options;
    return parseInt(this.anonymousId().slice(-8), 16) < sampleRate * 2 ** 32;
  }

  /** Run our own code inside of theirs: whatever goes wrong stays ours. */
  protected _guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this._report({ code: "not_understood", message: String(error) });
    }
  }

  protected _now(): number {
    return this._platform.now();
  }

  private _report(problem: Problem): void {
    const { onError } = this._options;
    if (onError) setTimeout(onError, 0, problem);
  }

  private _renewSession(): void {
    const now = this._now();
    const { session: last, lastMs = 0, touched } = this._state.read();
    const isSame = last && Math.abs(now - lastMs) <= SESSION_PAUSE_MS;
    const session = isSame ? last : { id: newId(this._platform), first: !last, startedAt: this._time() };
    this._state.change({ session, lastMs: now, touched: touched || session.id });
    if (isSame || !this._isSampled()) return;
    if (!last) this._append(this._seen("first_visit"));
    this._append(this._seen("session_started"));
  }

  private _append(told: Told): string | undefined {
    const line = this._written(this._completed(told));
    if (!line) return undefined;
    this._queue.push(line);
    const { flushMs = FLUSH_MS } = this._options;
    this._sender.soon(this._queue.lines.length < BATCH_MAX ? flushMs : 0);
    return line;
  }

  private _completed(told: Told): Recorded {
    const { userId, identities, registered, session, first, touch, touched } = this._state.read();
    const { type, properties, context } = told;
    const isBehaviour = /track|page|screen/.test(type);
    const origin = session && touched === session.id ? touch : { last: touch };
    const ids = { messageId: newId(this._platform), anonymousId: this.anonymousId(), userId, identities };
    return Object.assign(ids, { timestamp: this._time() }, told, {
      properties: isBehaviour ? Object.assign({}, registered, properties) : properties,
      context: Object.assign({ session, first, page: this._platform.page() }, origin, context),
    });
  }

  private _written(event: Recorded): string | undefined {
    let line = "";
    this._guard(() => {
      if (this._plugins.every((plugin) => plugin(event) !== null)) line = JSON.stringify(event);
    });
    if (bytesOf(line) <= EVENT_BYTES_MAX) return line;
    this._report({ code: "event_too_large", messageId: event.messageId });
    return undefined;
  }

  /** What is said once for a whole batch. */
  private _shared(): Properties {
    const { consent } = this._state.read();
    return Object.assign(this._platform.device(), {
      library: { name: this._library, version: VERSION },
      consent: consent && { categoryPreferences: consent },
    });
  }

  private _time(): string {
    return new Date(this._now()).toISOString();
  }
}
