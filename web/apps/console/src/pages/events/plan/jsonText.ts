// A JSON object from what somebody typed, or what is wrong with it.

type Parsed = { value: Record<string, unknown>; problem: null } | { value: null; problem: string };

export function objectIn(text: string): Parsed {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return { value: value as Record<string, unknown>, problem: null };
    return { value: null, problem: "{ … }" };
  } catch (cause) {
    return { value: null, problem: cause instanceof Error ? cause.message : String(cause) };
  }
}
