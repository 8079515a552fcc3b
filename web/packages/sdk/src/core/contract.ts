// What an event is, what the core asks of the place it runs in, and what a caller may set.

export type Properties = Record<string, unknown>;
export type Identities = Record<string, string>;
export type Verb = "set" | "set_once" | "increment" | "append" | "unset" | "delete";

/** An event as it is told; what every event has is added when it is recorded. */
export interface Told {
  type: "track" | "page" | "screen" | "identify" | "group" | "bind" | "profile";
  event?: string;
  name?: string | undefined;
  properties?: Properties | undefined;
  traits?: Properties | undefined;
  identities?: Identities;
  verb?: Verb;
  groupId?: string;
  context?: Properties;
}

/** An event on its way to the server. Its messageId never changes, however often it is sent. */
export interface Recorded extends Told {
  messageId: string;
  anonymousId: string;
  userId?: string | undefined;
  timestamp: string;
  context: Properties;
}

/** Looks at every event before it is kept: may change it, or return null to leave it out. */
export type Plugin = (event: Recorded) => Recorded | null | undefined;

/** What went wrong, for `onError`; docs/guide/sdk.md lists the codes. */
export interface Problem {
  code: string;
  status?: number;
  count?: number;
  messageId?: string;
  message?: string | undefined;
}

export interface Options {
  /** The public write key. */
  key: string;
  /** The address of the server, such as https://siyu.brand.example. */
  host?: string;
  /** Nothing is stored and nothing is sent before `consent({ analytics: true })`. */
  requireConsent?: boolean;
  /** The share of visitors whose automatic events are recorded, 0 to 1. Events from code are always recorded. */
  sampleRate?: number;
  /** How long an event may wait for company before it is sent. */
  flushMs?: number;
  onError?: (problem: Problem) => void;
}

/** What became of one event of a batch. */
export interface Verdict {
  messageId: string;
  status: string;
  code?: string;
  message?: string;
}

/** `status` is 0 when no answer came. */
export interface Answer {
  status: number;
  body?: { success?: boolean; code?: string; results?: Verdict[]; token?: string } | undefined;
  /** In seconds. */
  retryAfter?: string | null | undefined;
}

/** Texts by key that outlive the page, as browsers offer them. May throw when full. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** All that differs between a browser and a mini-program. */
export interface Platform {
  storage: Shelf;
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  isOnline(): boolean;
  /** Never rejects. */
  send(url: string, body: string): Promise<Answer>;
  /** The page somebody looks at right now: url, path, title, referrer. */
  page(): Properties;
  /** What is true of the device. */
  device(): Properties;
}
