// A chart that can also be read as a table, follows its container, keeps still for those who ask, and has a name.
import { BarChartOutlined, TableOutlined } from "@ant-design/icons";
import { t } from "@siyu/i18n";
import { Segmented } from "antd";
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Panel } from "./Panel.tsx";
import { chartColors } from "./theme.ts";

echarts.use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export interface ChartTable {
  columns: string[];
  rows: (string | number)[][];
}

interface ChartProps {
  title: string;
  note?: ReactNode;
  /** What the chart says, for those who cannot see it. */
  label: string;
  option: echarts.EChartsCoreOption;
  table: ChartTable;
  height?: number;
  className?: string;
}

export function Chart({ title, note, label, option, table, height = 300, className }: ChartProps) {
  const [view, setView] = useState<"chart" | "table">("chart");
  const toggle = (
    <Segmented
      size="small"
      aria-label={t("chart.view")}
      value={view}
      onChange={setView}
      options={[
        {
          value: "chart",
          icon: <BarChartOutlined aria-hidden />,
          title: t("chart.as_chart"),
          label: <span className="sy-hidden">{t("chart.as_chart")}</span>,
        },
        {
          value: "table",
          icon: <TableOutlined aria-hidden />,
          title: t("chart.as_table"),
          label: <span className="sy-hidden">{t("chart.as_table")}</span>,
        },
      ]}
    />
  );
  return (
    <Panel title={title} note={note} extra={toggle} {...(className ? { className } : {})}>
      {view === "chart" ? (
        <Drawing label={label} option={option} height={height} />
      ) : (
        <DataTable label={label} table={table} height={height} />
      )}
    </Panel>
  );
}

function Drawing({ label, option, height }: Pick<ChartProps, "label" | "option"> & { height: number }) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts | null>(null);

  useEffect(() => {
    if (box.current === null) return;
    const drawn = echarts.init(box.current, null, { renderer: "svg" });
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(box.current);
    chart.current = drawn;
    return () => {
      observer.disconnect();
      drawn.dispose();
    };
  }, []);

  useEffect(() => chart.current?.setOption({ ...calm(), ...option }, { notMerge: true }), [option]);

  return <div ref={box} role="img" aria-label={label} className="sy-chart" style={{ height }} />;
}

function calm(): echarts.EChartsCoreOption {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const font = getComputedStyle(document.body).fontFamily;
  return {
    animation: !still,
    animationDuration: 400,
    textStyle: { fontFamily: font, color: chartColors.axis },
    color: [chartColors.primary, chartColors.second, chartColors.third],
  };
}

function DataTable({ label, table, height }: { label: string; table: ChartTable; height: number }) {
  return (
    // Scrollable places must be reachable by keyboard.
    <div className="sy-data-table" style={{ maxHeight: height }} tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={String(row[0])}>
              {row.map((cell, index) => (
                <td key={table.columns[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
