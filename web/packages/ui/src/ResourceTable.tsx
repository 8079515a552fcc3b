// The list of the product: filters, sort, pages and columns, with every state a list can be in. Its state is its address.
import { DownloadOutlined } from "@ant-design/icons";
import { fileUrl, type Page } from "@siyu/api";
import { t } from "@siyu/i18n";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { ReactNode } from "react";
import { ColumnPicker, useHiddenColumns } from "./ColumnPicker.tsx";
import { EmptyState } from "./EmptyState.tsx";
import { ErrorState } from "./ErrorState.tsx";
import { FilterBar, namesOf, type Filter } from "./FilterBar.tsx";
import { Pager } from "./Pager.tsx";
import { Rows, type Column, type Selection } from "./Rows.tsx";
import { useListState, type ListQuery } from "./listState.ts";

export type { Column, Selection } from "./Rows.tsx";

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
  /** What a row opens on this page, where it leads nowhere. */
  onOpen?: (row: Row) => void;
  /** Rows that can be ticked. */
  selection?: Selection<Row> | undefined;
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
