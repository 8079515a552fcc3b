// The rows of a list: how columns are drawn, sorted and opened, and where a click on a row leads.
import { RightOutlined } from "@ant-design/icons";
import type { Page } from "@siyu/api";
import { t } from "@siyu/i18n";
import { Button, Table, type TableProps } from "antd";
import type { MouseEvent, ReactNode } from "react";
import { useNavigate } from "react-router";

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

/** Rows that can be ticked; ids of rows on other pages stay ticked. */
export interface Selection<Row> {
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  can?: (row: Row) => boolean;
}

interface RowsProps<Row extends { id: string }> {
  label: string;
  columns: Column<Row>[];
  defaultSort?: string | undefined;
  /** Where a row leads. */
  rowPath?: (row: Row) => string;
  /** What a row opens on this page, where it leads nowhere. */
  onOpen?: (row: Row) => void;
  /** More about a row, opened below it. */
  details?: (row: Row) => ReactNode;
  selection?: Selection<Row> | undefined;
  page: Page<Row> | undefined;
  busy: boolean;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  nothing: ReactNode;
}

export function Rows<Row extends { id: string }>({
  label,
  columns,
  page,
  busy,
  sort,
  onSort,
  nothing,
  rowPath,
  onOpen,
  details,
  selection,
  defaultSort,
}: RowsProps<Row>) {
  const navigate = useNavigate();
  const open = rowPath ? (row: Row) => void navigate(rowPath(row)) : onOpen;
  return (
    <Table<Row>
      aria-label={label}
      className={open ? "sy-table sy-table-leads" : "sy-table"}
      size="middle"
      rowKey="id"
      dataSource={page?.items ?? []}
      columns={columns.map((column) => drawn(column, sort))}
      loading={{ spinning: busy, delay: page ? 250 : 0 }}
      pagination={false}
      showSorterTooltip={false}
      // An empty list has nothing to scroll to, and nothing in it to reach by keyboard.
      {...(page && page.items.length > 0 ? { scroll: { x: "max-content" } } : {})}
      locale={{ emptyText: busy ? <div className="sy-table-wait" /> : nothing }}
      onChange={(_pages, _filters, sorter) =>
        onSort(Array.isArray(sorter) ? undefined : (sortWord(sorter, columns) ?? defaultSort))
      }
      {...(details ? { expandable: { expandedRowRender: details, expandIcon: Opener } } : {})}
      {...(selection ? { rowSelection: ticks(selection) } : {})}
      onRow={(row) => (open ? { onClick: (event) => !isControl(event.target) && open(row) } : {})}
    />
  );
}

function ticks<Row extends { id: string }>({ chosen, onChange, can }: Selection<Row>): TableProps<Row>["rowSelection"] {
  return {
    selectedRowKeys: [...chosen],
    preserveSelectedRowKeys: true,
    onChange: (keys) => onChange(keys.map(String)),
    getCheckboxProps: (row) => ({ disabled: can ? !can(row) : false, "aria-label": t("list.choose") }) as object,
    getTitleCheckboxProps: () => ({ "aria-label": t("list.choose_all") }) as object,
  };
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
    chosen !== "" ||
    (target instanceof Element &&
      target.closest("a, button, input, label, [role=menuitem], .ant-table-selection-column, .ant-segmented") !== null)
  );
}
