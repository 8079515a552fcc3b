// The three charts of the home screen as ECharts options: data in, picture out.
import type { TopProducts, Trend } from "@siyu/api";
import { money, moneyShort, number, numberShort, t } from "@siyu/i18n";
import { chartColors, chartParts } from "@siyu/ui";

type Name = (bucket: string) => string;

const { columns, grid, tooltip, valueAxis } = chartParts;

const buckets = (trend: Trend, name: Name) => chartParts.namesAxis(trend.points.map((point) => name(point.bucket)));

export function revenueOption(trend: Trend, name: Name) {
  const amount = (value: unknown) => money(Number(value), trend.currency);
  return {
    grid,
    tooltip: { ...tooltip, valueFormatter: amount },
    xAxis: buckets(trend, name),
    yAxis: {
      ...valueAxis,
      axisLabel: { ...valueAxis.axisLabel, formatter: (value: number) => moneyShort(value, trend.currency) },
    },
    series: [
      {
        ...columns,
        name: t("home.trend"),
        data: trend.points.map((point) => point.net_cents),
        itemStyle: { borderRadius: [4, 4, 0, 0] },
      },
    ],
  };
}

export function buyersOption(trend: Trend, name: Name) {
  const stack = (label: string, data: number[], color: string) => ({
    ...columns,
    name: label,
    stack: "buyers",
    data,
    color,
  });
  return {
    grid: { ...grid, top: 36 },
    legend: {
      top: 0,
      left: 0,
      icon: "roundRect",
      itemWidth: 10,
      itemHeight: 10,
      itemGap: 18,
      textStyle: { color: chartColors.axis },
    },
    tooltip: { ...tooltip, valueFormatter: (value: unknown) => number(Number(value)) },
    xAxis: buckets(trend, name),
    yAxis: { ...valueAxis, minInterval: 1, axisLabel: { ...valueAxis.axisLabel, formatter: numberShort } },
    series: [
      stack(
        t("home.returning_buyers"),
        trend.points.map((point) => point.returning_buyers),
        chartColors.primary,
      ),
      stack(
        t("home.new_buyers"),
        trend.points.map((point) => point.new_buyers),
        chartColors.second,
      ),
    ],
  };
}

export function topOption(top: TopProducts) {
  const narrow = window.innerWidth < 640;
  return {
    grid: { ...grid, top: 4, right: 76 },
    tooltip: { ...tooltip, valueFormatter: (value: unknown) => money(Number(value), top.currency) },
    xAxis: { ...valueAxis, axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: {
      type: "category",
      inverse: true,
      data: top.items.map((item) => item.name),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: "#2e3a34", width: narrow ? 120 : 300, overflow: "truncate" },
    },
    series: [
      {
        type: "bar",
        name: t("home.revenue"),
        barWidth: 14,
        data: top.items.map((item) => item.revenue_cents),
        itemStyle: { borderRadius: 4 },
        label: {
          show: true,
          position: "right",
          color: chartColors.axis,
          formatter: ({ value }: { value: number }) => moneyShort(value, top.currency),
        },
      },
    ],
  };
}
