// What the reader of a file chose on the way to importing it.

/** A ready mapping by its name, or the reader's own words. */
export interface Choice {
  mapping: string | null;
  mapping_yaml: string | null;
}
