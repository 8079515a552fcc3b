// Where a visitor came from: campaign, click ids of advertising networks, channel code, inviter, scene.
const MARK = /^(?:utm_(source|medium|campaign|term|content)|(gdt_vid|qz_gdt|clickid|bd_vid)|ch|sy_inv|scene)$/;
const VALUE_CHARS_MAX = 255;

type Named = Record<string, string>;

/** What one arrival says about its origin, in the words of an event's context. */
export interface Marks {
  campaign?: Named;
  clickIds?: Named;
  channelCode?: string;
  inviterToken?: string;
  scene?: string;
}

/** The marks in a query; undefined when there are none. */
export function marksOf(query: Named): Marks | undefined {
  const marks: Marks = {};
  for (const name of Object.keys(query)) {
    const [mark, utm, click] = MARK.exec(name) || [];
    const value = query[name];
    if (!mark || !value || value.length > VALUE_CHARS_MAX) continue;
    if (utm) marks.campaign = Object.assign({ [utm === "campaign" ? "name" : utm]: value }, marks.campaign);
    else if (click) marks.clickIds = Object.assign({ [click]: value }, marks.clickIds);
    else marks[mark === "ch" ? "channelCode" : mark === "scene" ? mark : "inviterToken"] = value;
  }
  return Object.keys(marks).length ? marks : undefined;
}

/** Whether a parameter tells how this visitor came, and so must not go along in a link they share. */
export function isMark(name: string): boolean {
  return MARK.test(name) && name !== "scene";
}
