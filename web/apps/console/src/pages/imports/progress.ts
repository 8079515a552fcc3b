// How far an import is: reading the rows is one half of the way, writing the documents the other.
import type { Import } from "@siyu/api";

const RUNNING: readonly Import["state"][] = ["queued", "reading", "writing"];

export const isRunning = ({ state }: Pick<Import, "state">): boolean => RUNNING.includes(state);

type Progress = Pick<Import, "state" | "rows_total" | "rows_read" | "documents_total" | "documents_done">;

/** 0 to 1. */
export function share(one: Progress): number {
  if (one.state === "done") return 1;
  const read = part(one.rows_read, one.rows_total);
  return one.state === "writing" ? 0.5 + part(one.documents_done, one.documents_total) / 2 : read / 2;
}

function part(done: number, total: number | null): number {
  return total === null || total === 0 ? 0 : Math.min(1, done / total);
}
