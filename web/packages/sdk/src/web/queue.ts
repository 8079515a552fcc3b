// The queue of one page among several that are open at once, and how it leaves with the page.
import type { Platform } from "../core/contract.ts";
import { Queue, without } from "../core/queue.ts";
import { BATCH_MAX, type Sender } from "../core/sender.ts";
import { newId } from "../core/text.ts";

export const PREFIX = "siyu.queue.";
/** A page that has not written for so long is gone: twice the longest pause between two attempts. */
const DEAD_MS = 10 * 60_000;
/** The server knows an event again for two days. What a beacon took longer ago has arrived or never will. */
const BEACON_MS = 24 * 60 * 60_000;
const BEACON = "~";

/**
 * Each page writes only its own entry, so pages cannot overwrite each other. In it, the time is negative once the page
 * has ended, and an event stands behind a "~" once a beacon has taken it: a beacon gives no answer, so the event is
 * kept until one came. What a page that ended left behind is taken over by the next one; who finds their own entry
 * gone knows that it was taken over.
 */
export class PageQueue extends Queue {
  private _isWritten = false;

  constructor(platform: Platform) {
    super(platform, PREFIX + newId(platform));
  }

  override push(line: string): void {
    this._yieldToHeir();
    super.push(line);
  }

  override next(most: number, lines?: string[]): string[] {
    this._yieldToHeir();
    return super.next(most, lines);
  }

  override adopt(): void {
    this._yieldToHeir();
    const left = Object.keys(this._platform.storage).filter(
      (key) => key.indexOf(PREFIX) === 0 && key !== this._key && this._isLeft(key),
    );
    this._prepend(([] as string[]).concat(...left.map((key) => this._read(key))));
    left.forEach((key) => this._platform.storage.removeItem(key));
  }

  /** The page may end now: hand over by beacon what is not on its way yet. */
  leave(sender: Sender): void {
    let batch: string[];
    while (
      sender.isReady() &&
      (batch = this.next(BATCH_MAX, without(this.lines.filter(isFresh), sender.onItsWay))).length
    ) {
      if (!navigator.sendBeacon || !navigator.sendBeacon(sender.url, sender.body(batch))) return;
      this.replace(batch, (line) => BEACON + line);
    }
  }

  /** The page has ended: who comes next may have what is left. */
  end(): void {
    this._keep(this.lines, -1);
  }

  protected override _keep(lines: string[], sign?: number): boolean {
    this._isWritten = super._keep(lines, sign);
    return this._isWritten;
  }

  protected override _read(key: string): string[] {
    const isOld = this._platform.now() - Math.abs(this._writtenMs(key)) > BEACON_MS;
    const lines = super._read(key);
    return isOld ? lines.filter(isFresh) : lines;
  }

  private _isLeft(key: string): boolean {
    return !(Math.abs(this._platform.now() - this._writtenMs(key)) < DEAD_MS);
  }

  private _writtenMs(key: string): number {
    return parseInt(this._platform.storage.getItem(key) || "");
  }

  private _yieldToHeir(): void {
    if (!this._isWritten || this._platform.storage.getItem(this._key)) return;
    this.lines = [];
    this._isWritten = false;
  }
}

function isFresh(line: string): boolean {
  return line.charAt(0) !== BEACON;
}
