// Where one event name lives.
export const pathOf = (name: string): string => `/events/dictionary/${encodeURIComponent(name)}`;
