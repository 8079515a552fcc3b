// The pieces every screen is made of. Chart lives behind "@siyu/ui/chart", so ECharts loads only where it is drawn.
export { FilterBar, type Filter } from "./FilterBar.tsx";
export { ConfirmButton } from "./ConfirmButton.tsx";
export { CopyOnce } from "./CopyOnce.tsx";
export { DateRange, type Dates } from "./DateRange.tsx";
export { EmptyState } from "./EmptyState.tsx";
export { ErrorState } from "./ErrorState.tsx";
export { Facts } from "./Facts.tsx";
export { FormDrawer } from "./FormDrawer.tsx";
export { MetricCard, type Good } from "./MetricCard.tsx";
export { PageHeader } from "./PageHeader.tsx";
export { Panel } from "./Panel.tsx";
export { ResourceTable, type Column, type ResourceTableProps } from "./ResourceTable.tsx";
export { Sparkline } from "./Sparkline.tsx";
export { StateBadge, type Tone } from "./StateBadge.tsx";
export { errorText } from "./errorText.ts";
export { chartColors, siyuTheme } from "./theme.ts";
export { readListState, useListState, type ListQuery } from "./listState.ts";
