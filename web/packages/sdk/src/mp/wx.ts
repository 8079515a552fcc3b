// The part of WeChat's documented mini-program API that the SDK touches.

export type Query = Record<string, string>;

export interface Launch {
  path?: string;
  query?: Query;
  scene?: number | string;
}

export interface System {
  brand?: string;
  model?: string;
  system?: string;
  language?: string;
  environment?: string;
  pixelRatio?: number;
  screenWidth?: number;
  screenHeight?: number;
}

interface Response {
  statusCode: number;
  data: unknown;
  header?: Record<string, string>;
}

interface Request {
  url: string;
  method: "POST";
  data: string;
  success(response: Response): void;
  fail(): void;
}

export interface Network {
  networkType?: string;
  isConnected?: boolean;
}

export interface Wx {
  getStorageSync(key: string): unknown;
  setStorage(item: { key: string; data: unknown }): void;
  request(request: Request): unknown;
  getLaunchOptionsSync(): Launch;
  onNetworkStatusChange(listener: (network: Network) => void): void;
  getNetworkType(request: { success(network: Network): void }): void;
  getSystemInfoSync(): System;
}

/** What App(), Page() and Component() are given; methods are called with the instance as `this`. */
export type Definition = Record<string, unknown>;
export type Method = (this: unknown, ...args: unknown[]) => unknown;
export type Constructor = (definition: Definition) => unknown;

/** A page as its methods see it. */
export interface PageInstance {
  route?: string | undefined;
  options?: Query | undefined;
}

export interface Tap {
  type?: string;
  timeStamp?: number;
  currentTarget?: { id?: string; dataset?: Record<string, unknown> };
}

export interface Share {
  path?: string;
  query?: string;
  promise?: Promise<Share>;
}

declare global {
  var wx: Wx;
  var App: Constructor;
  var Page: Constructor;
  var Component: Constructor;
}
