// The list of the product: filters, sort, pages and columns, with every state a list can be in. Its state is its address.
import { DownloadOutlined, RightOutlined } from "@ant-design/icons";
import { fileUrl, type Page } from "@siyu/api";
import { t } from "@siyu/i18n";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Table, type TableProps } from "antd";
import type { MouseEvent, ReactNode } from "react";
import { useNavigate } from "react-router";
import { ColumnPicker, useHiddenColumns } from "./ColumnPicker.tsx";
import { EmptyState } from "./EmptyState.tsx";
import { ErrorState } from "./ErrorState.tsx";
import { FilterBar, namesOf, type Filter } from "./FilterBar.tsx";
import { Pager } from "./Pager.tsx";
import { useListState, type ListQuery } from "./listState.ts";

export interface Column<Row> {
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  /** Numbers stand right, words left. */
  align?: "left" | "right";
  /** The server's word for sorting by this column. */
  sort?: string;
  width?: number | string;
  /** Shown from this screen width on. */
  from?: "sm" | "md" | "lg" | "xl";
  /** Shown only when asked for. */
  hidden?: boolean;
}

export interface ResourceTableProps<Row extends { id: string }> {
  /** Names the list in caches and stored preferences, e.g. "people". */
  name: string;
  label: string;
  load: (query: ListQuery & Record<string, string | number | undefined>) => Promise<Page<Row>>;
  columns: Column<Row>[];
  filters?: readonly Filter[];
  /** Fixed parts of the question, e.g. the person whose orders these are. */
  always?: Record<string, string>;
  defaultSort?: string;
  empty: { title: string; about: ReactNode; action?: ReactNode };
  /** Path of the CSV of this list, when the reader may export. */
  exportPath?: string | undefined;
  /** Where a row leads. */
  rowPath?: (row: Row) => string;
  /** More about a row, opened below it. */
  details?: (row: Row) => ReactNode;
  /** How often to look again while this page is shown. */
  refreshMs?: (page: Page<Row> | undefined) => number | false;
}

export function ResourceTable<Row extends { id: string }>(props: ResourceTableProps<Row>) {
  const { name, label, load, columns, filters = [], always, defaultSort, empty, exportPath, refreshMs } = props;
  const list = useListState(namesOf(filters), defaultSort);
  const [hidden, setHidden] = useHiddenColumns(name, columns);
  const wanted = { ...always, ...list.filters, sort: list.sort };
  const query = { ...wanted, limit: list.limit, cursor: list.cursor };
  const answer = useQuery({
    queryKey: [name, "list", query],
    queryFn: () => load(query),
    placeholderData: keepPreviousData,
    refetchInterval: (asked) => refreshMs?.(asked.state.data) ?? false,
  });
  const filtered = Object.keys(list.filters).length > 0;
  const nothing = <Nothing empty={empty} filtered={filtered} onClear={list.clear} />;

  return (
    <div className="sy-list">
      {(filters.length > 0 || exportPath) && (
        <div className="sy-list-bar">
          <FilterBar filters={filters} values={list.filters} onChange={list.change} onClear={list.clear} />
          {exportPath && <ExportButton href={fileUrl(exportPath, wanted)} />}
        </div>
      )}
      {answer.isError && !answer.data ? (
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <Rows
          {...props}
          label={label}
          columns={columns.filter((each) => !hidden.includes(each.key))}
          page={answer.data}
          busy={answer.isPending || answer.isPlaceholderData}
          sort={list.sort}
          onSort={(sort) => list.change({ sort })}
          nothing={nothing}
        />
      )}
      {answer.data && (answer.data.items.length > 0 || list.canGoBack) && (
        <Pager
          shown={answer.data.items.length}
          total={answer.data.total}
          nextCursor={answer.data.next_cursor}
          list={list}
        >
          <ColumnPicker columns={columns} hidden={hidden} onChange={setHidden} />
        </Pager>
      )}
    </div>
  );
}

function ExportButton({ href }: { href: string }) {
  return (
    <Button icon={<DownloadOutlined aria-hidden />} href={href} download>
      {t("action.export_csv")}
    </Button>
  );
}

interface RowsProps<Row extends { id: string }> extends ResourceTableProps<Row> {
  page: Page<Row> | undefined;
  busy: boolean;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  nothing: ReactNode;
}

function Rows<Row extends { id: string }>({
  label,
  columns,
  page,
  busy,
  sort,
  onSort,
  nothing,
  rowPath,
  details,
  defaultSort,
}: RowsProps<Row>) {
  const navigate = useNavigate();
  return (
    <Table<Row>
      aria-label={label}
      className={rowPath ? "sy-table sy-table-leads" : "sy-table"}
      size="middle"
      rowKey="id"
      dataSource={page?.items ?? []}
      columns={columns.map((column) => drawn(column, sort))}
      loading={{ spinning: busy, delay: page ? 250 : 0 }}
      pagination={false}
      showSorterTooltip={false}
      scroll={{ x: "max-content" }}
      locale={{ emptyText: busy ? <div className="sy-table-wait" /> : nothing }}
      onChange={(_pages, _filters, sorter) =>
        onSort(Array.isArray(sorter) ? undefined : (sortWord(sorter, columns) ?? defaultSort))
      }
      {...(details ? { expandable: { expandedRowRender: details, expandIcon: Opener } } : {})}
      onRow={(row) => (rowPath ? { onClick: (event) => !isControl(event.target) && void navigate(rowPath(row)) } : {})}
    />
  );
}

interface OpenerProps<Row> {
  expanded: boolean;
  record: Row;
  onExpand: (row: Row, event: MouseEvent<HTMLElement>) => void;
}

function Opener<Row>({ expanded, record, onExpand }: OpenerProps<Row>) {
  return (
    <Button
      type="text"
      size="small"
      icon={<RightOutlined aria-hidden rotate={expanded ? 90 : 0} />}
      aria-expanded={expanded}
      aria-label={expanded ? t("list.close") : t("list.open")}
      onClick={(event) => onExpand(record, event)}
    />
  );
}

type AntColumn<Row> = NonNullable<TableProps<Row>["columns"]>[number];

function drawn<Row>(column: Column<Row>, sort: string | undefined): AntColumn<Row> {
  return {
    key: column.key,
    title: column.title,
    render: (_value, row) => column.render(row),
    ...(column.align ? { align: column.align } : {}),
    ...(column.width ? { width: column.width } : {}),
    ...(column.from ? { responsive: [column.from] } : {}),
    ...(column.sort
      ? { sorter: true, sortDirections: ["descend", "ascend", "descend"], sortOrder: direction(column.sort, sort) }
      : {}),
  };
}

function direction(field: string, sort: string | undefined): "ascend" | "descend" | null {
  if (sort === field) return "ascend";
  return sort === `-${field}` ? "descend" : null;
}

function sortWord<Row>(
  sorter: { columnKey?: unknown; order?: string | null },
  columns: Column<Row>[],
): string | undefined {
  const field = columns.find((column) => column.key === sorter.columnKey)?.sort;
  if (field === undefined || !sorter.order) return undefined;
  return sorter.order === "descend" ? `-${field}` : field;
}

// A click on a link, a button or a menu in the row means that, not the row. Selecting text means nothing.
function isControl(target: EventTarget): boolean {
  const chosen = window.getSelection()?.toString() ?? "";
  return (
    chosen !== "" || (target instanceof Element && target.closest("a, button, input, label, [role=menuitem]") !== null)
  );
}

function Nothing({
  empty,
  filtered,
  onClear,
}: {
  empty: ResourceTableProps<{ id: string }>["empty"];
  filtered: boolean;
  onClear: () => void;
}) {
  if (!filtered) return <EmptyState {...empty} />;
  const clear = <Button onClick={onClear}>{t("list.clear_filters")}</Button>;
  return <EmptyState title={t("list.no_match")} about={t("list.no_match_about")} action={clear} />;
}
