// What is remembered of this visitor between pages and visits; in memory alone until it may be stored.
import type { Marks } from "./attribution.ts";
import type { Identities, Properties, Shelf } from "./contract.ts";

const KEY = "siyu.visitor";

export interface Visitor {
  anonymousId?: string;
  userId?: string;
  identities?: Identities;
  registered?: Properties;
  consent?: Record<string, boolean> | undefined;
  /** `first`: whether it is the first on this device. */
  session?: { id: string; first: boolean; startedAt: string };
  /** When the session was last heard of. */
  lastMs?: number;
  first?: Marks & { referrer?: string | undefined };
  /** The last marks, and the session they belong to: the next one, where it has no id yet. */
  touch?: Marks;
  touched?: string | undefined;
  share?: { token: string; of: string };
}

/** Storage is the truth, not memory: another tab may have signed somebody in or out since. */
export class State {
  isKept = false;
  private _memory: Visitor | undefined;

  constructor(private _storage: Shelf) {}

  read(): Visitor {
    if (this._memory && !this.isKept) return this._memory;
    try {
      this._memory = JSON.parse(this._storage.getItem(KEY) || "") as Visitor;
    } catch {
      this._memory = this._memory || {};
    }
    return this._memory;
  }

  /** What the visitor has said about being recorded. */
  isAgreed(): boolean | undefined {
    return (this.read().consent || {})["analytics"];
  }

  /** Nothing is remembered of who has refused. */
  change(change: Visitor): void {
    if (change.consent || this.isAgreed() !== false) this.replace(Object.assign({}, this.read(), change));
  }

  replace(visitor: Visitor): void {
    this._memory = visitor;
    try {
      if (this.isKept) this._storage.setItem(KEY, JSON.stringify(visitor));
    } catch {
      // Full: memory has it until the page ends.
    }
  }
}
