// Where to go after signing in: only ever a place inside the console.

export function insideOnly(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : "/";
}
