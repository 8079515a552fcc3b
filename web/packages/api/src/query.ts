// Query strings as the lists of the server understand them.

export type Query = Record<string, string | number | undefined>;

/** The address of a file the browser downloads by itself, e.g. an export with the filters of a list. */
export function fileUrl(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return text === "" ? path : `${path}?${text}`;
}
