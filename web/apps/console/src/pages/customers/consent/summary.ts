// What the channels of a purpose come to, in one word and the exceptions to it.
import type { ConsentPurpose } from "@siyu/api";
import type { Tone } from "@siyu/ui";

export interface Summary {
  word: "all" | "some" | "refused" | "silent" | "default";
  tone: Tone;
  /** Channels that stand alone: the allowed ones, or the few that are not. */
  only: string[];
  except: string[];
}

export function summary({ channels, is_opt_out }: ConsentPurpose): Summary {
  const real = channels.filter(({ channel }) => channel !== "any");
  const names = (allowed: boolean) =>
    real.filter(({ is_allowed }) => is_allowed === allowed).map(({ channel }) => channel);
  const [only, except] = [names(true), names(false)];
  const said = channels.some(({ standing }) => standing !== null);
  const plain = { only: [], except: [] };
  if (except.length === 0 && !said && is_opt_out) return { word: "default", tone: "good", ...plain };
  if (except.length === 0) return { word: "all", tone: "good", ...plain };
  if (only.length === 0)
    return said ? { word: "refused", tone: "bad", ...plain } : { word: "silent", tone: "calm", ...plain };
  return {
    word: "some",
    tone: "warn",
    ...(only.length <= except.length ? { only, except: [] } : { only: [], except }),
  };
}

/** When and whence the latest word about the purpose came. */
export function latest({ channels }: ConsentPurpose): { at: string; source: string } | null {
  const said = channels.flatMap(({ standing }) => standing ?? []);
  return said.reduce<(typeof said)[number] | null>((last, each) => (last && last.at >= each.at ? last : each), null);
}
