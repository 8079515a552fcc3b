// The script tag: runs what was pushed before it arrived, and is `window.siyu` from then on.
import { siyu, type Siyu, type WebOptions } from "./index.ts";

type Call = [method: string, ...args: unknown[]] | ((siyu: Siyu) => void);
type Methods = Record<string, ((...args: unknown[]) => unknown) | undefined>;

const place = window as unknown as { siyu?: Call[] | Siyu };
const tag = document.currentScript as HTMLScriptElement | null;
const host = tag ? new URL(tag.src).origin : "";

function run(call: Call): void {
  if (typeof call === "function") return call(siyu);
  const [method, ...args] = call;
  const known = (siyu as unknown as Methods)[method];
  if (method === "init") siyu.init(Object.assign({ host }, args[0] as WebOptions));
  else if (known) known.apply(siyu, args);
}

if (!place.siyu || Array.isArray(place.siyu)) {
  const waiting = place.siyu || [];
  place.siyu = Object.assign(siyu, { push: (...calls: Call[]) => calls.forEach(run) });
  const { key } = (tag ? tag.dataset : {}) as { key?: string };
  if (key) run(["init", { key }]);
  waiting.forEach(run);
}
