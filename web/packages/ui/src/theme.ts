// Colours, sizes and type of the product, as antd tokens. Every text colour holds 4.5:1 on both white and paper.
import type { ThemeConfig } from "antd";

const ink = "#17211c";
const quiet = "#4f5b55";
const green = "#0b6e4f";
const hairline = "#e2e6df";

export const chartColors = {
  primary: green,
  second: "#d9953a",
  third: "#4d7ea8",
  axis: "#5f6b65",
  grid: "#edf0ea",
} as const;

const sans = [
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue"',
  '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif',
].join(", ");

/** `touch` makes controls large enough for fingers; `still` is for readers who asked for no motion. */
export function siyuTheme({ touch, still }: { touch: boolean; still: boolean }): ThemeConfig {
  return {
    cssVar: { key: "siyu" },
    token: {
      colorPrimary: green,
      colorPrimaryBg: "#e6f0ea",
      colorPrimaryBgHover: "#d7e7de",
      controlOutline: "rgb(11 110 79 / 16%)",
      controlItemBgActive: "#e6f0ea",
      controlItemBgActiveHover: "#d7e7de",
      colorInfo: green,
      colorLink: green,
      colorLinkHover: "#095a41",
      colorSuccess: "#1a7f4b",
      colorWarning: "#9a5b00",
      colorError: "#b42318",
      colorSuccessBg: "#e9f5ee",
      colorSuccessBorder: "#bfdfcc",
      colorWarningBg: "#fbf4e4",
      colorWarningBorder: "#ead7ab",
      colorErrorBg: "#fdf1ef",
      colorErrorBorder: "#f0c5be",
      colorInfoBg: "#eef5f1",
      colorInfoBorder: "#c9dfd3",
      colorTextBase: ink,
      colorTextSecondary: quiet,
      colorTextTertiary: "#5f6b65",
      colorTextDescription: quiet,
      colorTextPlaceholder: "#66716b",
      colorTextDisabled: "#6d7771",
      colorBorder: "#cfd5cc",
      colorBorderSecondary: hairline,
      colorBgLayout: "#f5f6f2",
      colorFillAlter: "#f8f9f6",
      borderRadius: 8,
      borderRadiusLG: 12,
      controlHeight: touch ? 44 : 34,
      controlHeightSM: touch ? 36 : 28,
      motion: !still,
      fontFamily: sans,
      fontSize: 14,
      boxShadowSecondary: "0 12px 32px -8px rgb(23 33 28 / 18%), 0 2px 6px rgb(23 33 28 / 6%)",
    },
    components: {
      Table: {
        headerBg: "transparent",
        headerColor: quiet,
        headerSplitColor: "transparent",
        headerSortActiveBg: "transparent",
        headerSortHoverBg: "#f7f9f5",
        bodySortBg: "transparent",
        cellPaddingBlockMD: 11,
        rowHoverBg: "#f7f9f5",
      },
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", fontWeight: 500 },
      // Rounder, a box of this size reads as a radio button.
      Checkbox: { borderRadiusSM: 4 },
      Drawer: { paddingLG: 24 },
      Form: { verticalLabelPadding: "0 0 6px", itemMarginBottom: 20 },
      Segmented: { trackBg: "#ebeee8" },
    },
  };
}
