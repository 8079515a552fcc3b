// A screen that threw while drawing: the rest of the console stays.
import { t } from "@siyu/i18n";
import { Button } from "antd";
import { EmptyState } from "@siyu/ui";

export function Crash() {
  const reload = <Button onClick={() => window.location.reload()}>{t("error.reload")}</Button>;
  return (
    <main className="sy-alone">
      <h1 className="sy-hidden">{t("error.page")}</h1>
      <EmptyState title={t("error.page")} about={t("error.page_about")} action={reload} />
    </main>
  );
}
