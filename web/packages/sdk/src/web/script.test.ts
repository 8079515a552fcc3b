import { afterEach, expect, test, vi } from "vitest";
import type { Siyu } from "./siyu.ts";

interface Page {
  siyu: { push(...calls: unknown[]): void } & Siyu;
}

afterEach(() => vi.unstubAllGlobals());

test("what was pushed before the script came is done when it comes, and later calls at once", async () => {
  const bodies: string[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    bodies.push(body);
    return new Response(JSON.stringify({ success: true, results: [] }));
  });
  const page = window as unknown as Page;
  const called: unknown[] = [];
  const waiting = [
    ["track", "early"],
    ["init", { key: "pk", host: "", pages: false }],
    (siyu: unknown) => called.push(siyu),
  ];
  page.siyu = [...waiting, ["none"]] as unknown as Page["siyu"];
  await import("./script.ts");
  page.siyu.push(["track", "late", { a: 1 }], ["register", { store: "S-1" }]);
  page.siyu.track("latest");
  await page.siyu.flush();
  const events = bodies.flatMap((body) => JSON.parse(body).batch);
  expect(events.map(({ event }: { event: string }) => event)).toEqual([
    "first_visit",
    "session_started",
    "early",
    "late",
    "latest",
  ]);
  expect(called).toEqual([page.siyu]);
  const before = page.siyu;
  vi.resetModules();
  await import("./script.ts");
  expect(page.siyu).toBe(before);
});
