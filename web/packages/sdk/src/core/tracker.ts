// What a page's or a mini-program's own code may say. Nothing here throws into it.
import type { Identities, Options, Plugin, Properties, Verb } from "./contract.ts";
import { Recorder } from "./recorder.ts";

const MARKED_MS = 1000;

export class Tracker<Wanted extends Options = Options> extends Recorder<Wanted> {
  private _begunMs = new Map<string, number>();
  private _marked: { line: string; event: string; untilMs: number } | undefined;

  /** Start. Events told before are kept and go along. A second call changes nothing. */
  init(options: Wanted): void {
    if (!this._sender.url) this._start(options);
  }

  track(event: string, properties?: Properties): void {
    const begun = this._begunMs.get(event);
    this._begunMs.delete(event);
    const all = Object.assign(begun ? { duration_ms: this._now() - begun } : {}, properties);
    if (!this._takeOver(event, all)) this._record({ type: "track", event, properties: all });
  }

  /** Who this is, in the brand's own numbering. Another id than before means another person. */
  identify(userId: string | number, traits?: Properties): void {
    const id = String(userId);
    const { userId: before = id } = this._state.read();
    if (before !== id) this.reset();
    this._state.change({ userId: id });
    this._record({ type: "identify", traits });
  }

  /** Further ids of the same person: unionid, openid, external_userid, phone_hash, member_id. */
  bind(identities: Identities): void {
    this._state.change({ identities: Object.assign({}, this._state.read().identities, identities) });
    this._record({ type: "bind", identities });
  }

  group(groupId: string, traits?: Properties): void {
    this._record({ type: "group", groupId, traits });
  }

  profile(verb: Verb, traits: Properties = {}): void {
    this._record({ type: "profile", verb, traits });
  }

  /** Properties every later track, page and screen event carries; undefined takes one back. */
  register(properties: Properties): void {
    this._state.change({ registered: Object.assign({}, this._state.read().registered, properties) });
  }

  /** Begin to measure: the next track() of this name carries `duration_ms`. */
  time(event: string): void {
    this._begunMs.set(event, this._now());
  }

  /** Somebody signed out: whoever acts next is somebody else, on the same device. */
  reset(): void {
    const { consent, session } = this._state.read();
    this._state.replace({ consent, session });
  }

  consent(preferences: Record<string, boolean>): void {
    this._state.change({ consent: Object.assign({}, this._state.read().consent, preferences) });
    this._judge();
  }

  /** Let a function see every event before it is kept. */
  use(plugin: Plugin): void {
    this._plugins.push(plugin);
  }

  flush(): Promise<void> {
    return this._sender.flush();
  }

  /** This visitor's signed inviter token for `sy_inv`; asked for once, then remembered. Rejects when there is none. */
  async shareToken(): Promise<string> {
    const { share, touch, first } = this._state.read();
    const { inviterToken } = Object.assign({}, first, touch);
    const body = JSON.stringify({ anonymousId: this.anonymousId(), inviterToken });
    if (share && share.of === body) return share.token;
    const answer = this._isAllowed() && (await this._platform.send(this._address("share-tokens"), body));
    const { token } = (answer && answer.body) || {};
    if (!token) throw new Error("no share token");
    this._state.change({ share: { token, of: body } });
    return token;
  }

  /**
   * The event of an element that carries a name. One click, one event: when code tracks the same name within a
   * second, its properties are laid over this event instead of making a second one.
   */
  protected _recordMarked(event: string, properties: Properties): void {
    const line = this._record({ type: "track", event, properties });
    const untilMs = this._now() + MARKED_MS;
    this._sender.heldUntilMs = untilMs;
    this._marked = line ? { line, event, untilMs } : undefined;
  }

  private _takeOver(event: string, properties: Properties): boolean {
    const { _marked: marked } = this;
    if (!marked || marked.event !== event || this._now() > marked.untilMs) return false;
    this._marked = undefined;
    this._amend(marked.line, properties);
    return true;
  }
}
