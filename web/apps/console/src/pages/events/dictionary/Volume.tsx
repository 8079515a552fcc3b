// How often an event came each of the last thirty days.
import { days, daysShort, number, numberShort, t } from "@siyu/i18n";
import { chartParts } from "@siyu/ui";
import { Chart } from "@siyu/ui/chart";
import { useMemo } from "react";
import type { DayCount } from "./days.ts";

export default function Volume({ counts }: { counts: readonly DayCount[] }) {
  const option = useMemo(() => volumeOption(counts), [counts]);
  const best = counts.reduce(
    (top, each) => (each.count > top.count ? each : top),
    counts[0] ?? { day: "1970-01-01", count: 0 },
  );
  return (
    <Chart
      title={t("dictionary.volume")}
      label={t("dictionary.volume_label", { best: number(best.count), when: days(best.day) })}
      option={option}
      height={240}
      table={{
        columns: [t("dictionary.day"), t("dictionary.count")],
        rows: counts.map(({ day, count }) => [days(day), number(count)]).reverse(),
      }}
    />
  );
}

function volumeOption(counts: readonly DayCount[]) {
  const { columns, grid, namesAxis, tooltip, valueAxis } = chartParts;
  return {
    grid,
    tooltip: { ...tooltip, valueFormatter: (value: unknown) => number(Number(value)) },
    xAxis: namesAxis(counts.map(({ day }) => daysShort(day))),
    yAxis: { ...valueAxis, minInterval: 1, axisLabel: { ...valueAxis.axisLabel, formatter: numberShort } },
    series: [
      {
        ...columns,
        name: t("dictionary.count"),
        data: counts.map(({ count }) => count),
        itemStyle: { borderRadius: [4, 4, 0, 0] },
      },
    ],
  };
}
