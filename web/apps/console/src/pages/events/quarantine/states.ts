// Which refused events a list shows.
export const STATES = ["waiting", "replayed", "dismissed", "all"] as const;
export type Shown = (typeof STATES)[number];
