// What one screen is: its address, who may enter, where it stands in the menu.
import type { PlainKey } from "@siyu/i18n";
import type { ComponentType } from "react";

export type Group = "customers" | "trade" | "events" | "data" | "settings";

export interface Place {
  path: string;
  title: PlainKey;
  permission?: string;
  page: () => Promise<{ default: ComponentType }>;
  /** Only places with an icon stand in the menu. */
  menu?: { icon: ComponentType; group?: Group };
}
