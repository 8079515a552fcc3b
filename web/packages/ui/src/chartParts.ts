// What the charts of the product have in common, as parts of ECharts options.
import { chartColors } from "./theme.ts";

export const grid = { left: 8, right: 12, top: 16, bottom: 4, containLabel: true };

export const tooltip = {
  trigger: "axis",
  axisPointer: { type: "shadow", shadowStyle: { color: "rgba(11,110,79,.06)" } },
  borderColor: "#e2e6df",
  padding: [8, 12],
  textStyle: { color: "#17211c", fontSize: 13 },
};

export const valueAxis = {
  type: "value",
  splitLine: { lineStyle: { color: chartColors.grid } },
  axisLabel: { color: chartColors.axis },
};

export const columns = { type: "bar", barMaxWidth: 28, barCategoryGap: "35%" };

export function namesAxis(data: string[]) {
  const line = { axisTick: { show: false }, axisLine: { lineStyle: { color: "#d5dad2" } } };
  return { type: "category", data, ...line, axisLabel: { color: chartColors.axis, hideOverlap: true } };
}
