// Events that wait for the server: bounded, and kept across restarts.
import type { Platform } from "./contract.ts";
import { bytesOf } from "./text.ts";

export const EVENTS_MAX = 500;
/** 60 kB with what is said once for the whole batch; a beacon takes no more than 64. */
const BATCH_BYTES_MAX = 58_000;

/** What is kept is lines: when it was written, then an event each. */
export class Queue {
  isKept = false;
  lines: string[] = [];
  onLost: (count: number) => void = Boolean;

  constructor(
    protected _platform: Platform,
    protected _key: string,
  ) {}

  push(line: string): void {
    this._keep(this.lines.concat(line));
  }

  replace(lines: string[], change: (line: string) => string): void {
    this._keep(this.lines.map((line) => (lines.indexOf(line) < 0 ? line : change(line))));
  }

  remove(lines: string[]): void {
    this._keep(without(this.lines, lines));
  }

  /** The oldest events that fit one request. */
  next(most: number, lines = this.lines): string[] {
    let room = BATCH_BYTES_MAX;
    return lines.slice(0, most).filter((line, place) => (room -= bytesOf(line)) > 0 || !place);
  }

  /** Take over what was left behind. */
  adopt(): void {
    this._prepend(this._read(this._key));
  }

  protected _prepend(lines: string[]): void {
    this._keep(without(lines, this.lines).concat(this.lines));
  }

  protected _read(key: string): string[] {
    return (this._platform.storage.getItem(key) || "").split("\n").slice(1);
  }

  /** Lines and storage as they are to be; false when the storage does not have them. */
  protected _keep(lines: string[], sign = 1): boolean {
    const lost = lines.length - EVENTS_MAX;
    if (lost > 0) this.onLost(lost);
    this.lines = lines = lines.slice(-EVENTS_MAX);
    if (!this.isKept) return false;
    const { storage, now } = this._platform;
    try {
      if (lines.length) storage.setItem(this._key, [String(sign * now())].concat(lines).join("\n"));
      else storage.removeItem(this._key);
      return lines.length > 0;
    } catch {
      return false; // Full: memory has them until there is room again.
    }
  }
}

export function without(lines: string[], gone: string[]): string[] {
  return lines.filter((line) => gone.indexOf(line) < 0);
}
