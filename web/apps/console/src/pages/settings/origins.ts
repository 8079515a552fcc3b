// What a web origin looks like: a scheme, a host, perhaps a port, and nothing after it.

export const ORIGINS_MAX = 50;

// The same form the server asks for.
const ORIGIN = /^https?:\/\/[a-z0-9.-]{1,253}(:\d{1,5})?\/?$/i;

export const isOrigin = (text: string): boolean => ORIGIN.test(text.trim());
