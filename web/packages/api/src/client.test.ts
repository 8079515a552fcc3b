import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { configure, newKey, onSignedOut } from "./client.ts";
import { ApiError } from "./errors.ts";
import * as people from "./people.ts";
import { fileUrl } from "./query.ts";
import * as session from "./session.ts";
import * as staff from "./staff.ts";

const sent: Request[] = [];

/** The network answers these, one after the other. */
function answer(...responses: (Response | Error)[]): void {
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(request);
    const next = responses.shift();
    if (next === undefined || next instanceof Error) throw next ?? new Error("no answer left");
    return next;
  });
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const problem = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json", ...headers } });
const page = { items: [], next_cursor: null, total: 0 };
const colleague = { email: "a@b.test", name: "A", role: "staff", password: "long enough words" } as const;

beforeEach(() => {
  sent.length = 0;
  configure({ csrfToken: "token", language: "zh-CN" });
});
afterEach(() => vi.unstubAllGlobals());

describe("every call", () => {
  it("says which language it wants", async () => {
    configure({ language: "en" });
    answer(json(page));
    await people.list({ q: "lin" });
    expect(sent[0]?.headers.get("Accept-Language")).toBe("en");
    expect(sent[0]?.url).toContain("/v1/people?q=lin");
  });

  it("reads without a CSRF token or an idempotency key", async () => {
    answer(json(page));
    await people.list({});
    expect(sent[0]?.headers.has("X-CSRF-Token")).toBe(false);
    expect(sent[0]?.headers.has("Idempotency-Key")).toBe(false);
  });

  it("creates with both, and a new key each time", async () => {
    answer(json({}, 201), json({}, 201));
    await staff.add(colleague);
    await staff.add(colleague);
    const keys = sent.map((request) => request.headers.get("Idempotency-Key"));
    expect(sent[0]?.headers.get("X-CSRF-Token")).toBe("token");
    expect(new Set(keys).size).toBe(2);
  });

  it("is tried again with the same key when the connection drops", async () => {
    answer(new TypeError("connection reset"), json({}, 201));
    await staff.add(colleague);
    expect(sent).toHaveLength(2);
    expect(sent[1]?.headers.get("Idempotency-Key")).toBe(sent[0]?.headers.get("Idempotency-Key"));
  });
});

describe("a refusal", () => {
  it("becomes an ApiError with its code, words and field errors", async () => {
    const errors = [{ field: "email", code: "taken", message: "这个邮箱已有账号" }];
    answer(problem(409, { title: "邮箱已被使用", status: 409, code: "email_taken", errors, request_id: "r1" }));
    const error = await staff.add(colleague).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 409, code: "email_taken", message: "邮箱已被使用", errors, requestId: "r1" });
  });

  it("knows when to come back", async () => {
    answer(problem(429, { title: "慢一点", code: "too_many_attempts" }, { "Retry-After": "30" }));
    await expect(session.signIn({ email: "a@b.test", password: "x" })).rejects.toMatchObject({ retryAfterSeconds: 30 });
  });

  it("has a code even when the body is no problem document", async () => {
    answer(new Response("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(people.list({})).rejects.toMatchObject({ status: 502, code: "http_502" });
  });

  it("is called unreachable when no answer came at all", async () => {
    answer(new TypeError("down"), new TypeError("down"));
    await expect(people.list({})).rejects.toMatchObject({ status: 0, code: "unreachable" });
  });
});

describe("the session", () => {
  it("tells listeners when it has ended, but not when a password was wrong", async () => {
    const told = vi.fn();
    const stop = onSignedOut(told);
    answer(problem(401, { code: "wrong_credentials" }), problem(401, { code: "not_signed_in" }));
    await session.signIn({ email: "a@b.test", password: "x" }).catch(() => undefined);
    expect(told).not.toHaveBeenCalled();
    await people.list({}).catch(() => undefined);
    expect(told).toHaveBeenCalledOnce();
    stop();
  });

  it("brings the token later writes carry", async () => {
    answer(json({ csrf_token: "fresh" }), json({}, 201));
    await session.current();
    await staff.add(colleague);
    expect(sent[1]?.headers.get("X-CSRF-Token")).toBe("fresh");
  });
});

describe("keys and addresses", () => {
  it("makes a UUID where crypto.randomUUID does not exist", () => {
    vi.stubGlobal("crypto", {
      getRandomValues: <T extends ArrayBufferView>(bytes: T) => globalThis.structuredClone(bytes),
    });
    expect(newKey()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("leaves empty filters out of an export", () => {
    expect(fileUrl("/v1/orders/export", { q: "", kind: "refund", cursor: undefined })).toBe(
      "/v1/orders/export?kind=refund",
    );
  });
});
