// Which identity conflicts a list shows.
export const STATES = ["open", "merged", "apart", "moved", "dismissed", "all"] as const;
export type Shown = (typeof STATES)[number];
