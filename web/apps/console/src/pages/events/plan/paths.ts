// Where one planned event lives.
export const planPath = (name: string): string => `/events/plan/${encodeURIComponent(name)}`;
