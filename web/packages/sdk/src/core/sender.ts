// Carries the queue to the server: one batch at a time, and again after a pause when that fails.
import type { Answer, Platform, Problem, Properties } from "./contract.ts";
import type { Queue } from "./queue.ts";

export const BATCH_MAX = 20;
const ANSWER_MS_MAX = 15_000;
const PAUSE_MS_MIN = 1000;
const PAUSE_MS_MAX = 5 * 60_000;

export class Sender {
  url = "";
  onItsWay: string[] = [];
  /** Until then events may still change; only a page that ends does not wait for it. */
  heldUntilMs = 0;
  private _batchMax = BATCH_MAX;
  private _failures = 0;
  private _notBeforeMs = 0;
  private _askedMs = 0;
  private _running: Promise<void> | undefined;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _timerMs = 0;

  constructor(
    private _platform: Platform,
    private _queue: Queue,
    private _isAllowed: () => unknown,
    private _shared: () => Properties,
    private _report: (problem: Problem) => void,
  ) {}

  /** Send within so many milliseconds; sooner when that was asked for already, later when there is a pause. */
  soon(ms: number): void {
    const now = this._platform.now();
    const at = Math.max(now + ms, this._notBeforeMs, this.heldUntilMs);
    if (this._timer && this._timerMs <= at) return;
    clearTimeout(this._timer);
    this._timerMs = at;
    this._timer = setTimeout(() => {
      this._timer = undefined;
      void this.flush();
    }, at - now);
  }

  /** Send what waits; settles when nothing waits any more or the server has to be left alone for a while. */
  flush(): Promise<void> {
    const done = () => (this._running = undefined);
    return (this._running = this._running || this._drain().then(done, done));
  }

  /** The network is back: only what the server asked for is waited for. */
  wake(): void {
    this._notBeforeMs = this._askedMs;
    this.soon(0);
  }

  isReady(): unknown {
    const { isOnline, now } = this._platform;
    return this.url && isOnline() && now() >= this._notBeforeMs && this._isAllowed();
  }

  /** An event's text begins at its brace; what may stand before it is the queue's own. */
  body(batch: string[]): string {
    const events = batch.map((line) => line.slice(line.indexOf("{")));
    const sentAt = new Date(this._platform.now()).toISOString();
    return `{"batch":[${events.join()}],"sentAt":"${sentAt}","context":${JSON.stringify(this._shared())}}`;
  }

  private async _drain(): Promise<void> {
    let batch;
    while (this._isDue() && (batch = this._queue.next(this._batchMax)).length) await this._deliver(batch);
    if (this.url && this._queue.lines.length && this._isAllowed())
      this.soon(this._platform.isOnline() ? 0 : PAUSE_MS_MAX);
  }

  private _isDue(): unknown {
    return this._platform.now() >= this.heldUntilMs && this.isReady();
  }

  private async _deliver(batch: string[]): Promise<void> {
    this.onItsWay = batch;
    const answer = await this._ask(this.body(batch));
    this.onItsWay = [];
    const { status, body = {} } = answer;
    if (status === 413 && batch.length > 1) this._batchMax = Math.ceil(batch.length / 2);
    else if ((status === 200 && body.success) || /400|413|422/.test(String(status))) this._settle(batch, answer);
    else this._pause(answer);
  }

  private _ask(body: string): Promise<Answer> {
    const late = new Promise<Answer>((settle) => setTimeout(settle, ANSWER_MS_MAX, { status: 0 }));
    return Promise.race([this._platform.send(this.url, body), late]);
  }

  /** The server has taken the batch, or never will. */
  private _settle(batch: string[], { status, body = {} }: Answer): void {
    this._queue.remove(batch);
    this._failures = 0;
    this._batchMax = BATCH_MAX;
    if (status !== 200) this._report({ code: body.code || "batch_refused", status, count: batch.length });
    for (const { status, code, messageId, message } of body.results || []) {
      if (code && status !== "duplicate") this._report({ code, messageId, message });
    }
  }

  /** Twice as long after each failure, with chance in it, so that not all devices come back at once. */
  private _pause({ status, retryAfter, body = {} }: Answer): void {
    const now = this._platform.now();
    const isOurFault = status > 400 && status < 405;
    const most = isOurFault ? PAUSE_MS_MAX : Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** this._failures++);
    this._askedMs = now + (Number(retryAfter) * 1000 || 0);
    this._notBeforeMs = Math.max(this._askedMs, now + (most * (1 + this._platform.random())) / 2);
    if (isOurFault) this._report({ code: body.code || "not_accepted", status });
  }
}
