// The difference of two records, field by field.

type Fields = Record<string, unknown>;

export interface Change {
  field: string;
  before: string | null;
  after: string | null;
}

export function changes(before: Fields, after: Fields): Change[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields]
    .map((field) => ({ field, before: shown(before[field]), after: shown(after[field]) }))
    .filter((change) => change.before !== change.after);
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
