// Previous and next for lists that page by cursor.
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { number, t } from "@siyu/i18n";
import { Button, Select } from "antd";
import type { ReactNode } from "react";
import { PAGE_SIZES, type useListState } from "./listState.ts";

interface PagerProps {
  shown: number;
  total: number | null;
  nextCursor: string | null;
  list: ReturnType<typeof useListState>;
  children?: ReactNode;
}

export function Pager({ shown, total, nextCursor, list, children }: PagerProps) {
  const count = number(total ?? shown);
  return (
    <nav className="sy-pager" aria-label={t("list.pages")}>
      <span>{total === null ? t("list.shown", { count }) : t("list.total", { count })}</span>
      <span className="sy-pager-space" />
      {children}
      <Select
        className="sy-pager-size"
        aria-label={t("list.page_size")}
        variant="borderless"
        value={list.limit}
        onChange={(limit) => list.change({ limit: String(limit) })}
        options={PAGE_SIZES.map((size) => ({ value: size, label: t("list.per_page", { size }) }))}
        popupMatchSelectWidth={false}
      />
      <Button
        icon={<LeftOutlined aria-hidden />}
        aria-label={t("list.previous")}
        disabled={!list.canGoBack}
        onClick={list.previous}
      />
      <span className="sy-pager-page">{t("list.page", { page: list.page })}</span>
      <Button
        icon={<RightOutlined aria-hidden />}
        aria-label={t("list.next")}
        disabled={nextCursor === null}
        onClick={() => nextCursor !== null && list.next(nextCursor)}
      />
    </nav>
  );
}
