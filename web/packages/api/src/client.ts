// The HTTP client: adds what the contract asks of every call and turns refusals into ApiError.
import createClient, { type Middleware } from "openapi-fetch";
import { apiError, unreachable } from "./errors.ts";
import type { paths } from "./schema.d.ts";

interface Setting {
  csrfToken: string;
  language: string;
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

const setting: Setting = { csrfToken: "", language: "zh-CN" };
const signedOutListeners = new Set<() => void>();

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set("Accept-Language", setting.language);
    for (const [name, value] of Object.entries(writeHeaders(request.method))) {
      if (!request.headers.has(name)) request.headers.set(name, value);
    }
    return request;
  },
};

// `fetch` is looked up at call time, so a test can replace it.
export const http = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "", fetch: send });
http.use(headers);

export function configure(change: Partial<Setting>): void {
  Object.assign(setting, change);
}

export function language(): string {
  return setting.language;
}

/** Calls `listener` whenever the server says nobody is signed in; returns how to stop. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

/** The body of a good answer; throws ApiError for every other. */
export async function body<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw refusal(response.status, error, response.headers.get("Retry-After"));
}

/** The headers a write needs; none for a read. */
export function writeHeaders(method: string): Record<string, string> {
  if (method === "GET" || method === "HEAD") return {};
  const csrf: Record<string, string> = setting.csrfToken === "" ? {} : { "X-CSRF-Token": setting.csrfToken };
  return method === "POST" ? { ...csrf, "Idempotency-Key": newKey() } : csrf;
}

export function refusal(status: number, problem: unknown, retryAfter: string | null) {
  const error = apiError(status, problem, retryAfter);
  if (error.status === 401 && error.code !== "wrong_credentials") signedOutListeners.forEach((tell) => tell());
  return error;
}

/** A random UUID, also on plain-HTTP hosts where crypto.randomUUID does not exist. */
export function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// A lost connection is tried once more: the same Idempotency-Key makes the second try safe.
async function send(request: Request): Promise<Response> {
  const again = request.clone();
  try {
    return await globalThis.fetch(request);
  } catch {
    return await globalThis.fetch(again).catch((cause: unknown) => {
      throw unreachable(cause);
    });
  }
}
