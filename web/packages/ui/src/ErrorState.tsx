// Something failed to load: what, and a way to try again.
import { ApiError } from "@siyu/api";
import { t } from "@siyu/i18n";
import { Button } from "antd";
import { errorText } from "./errorText.ts";

export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const id = error instanceof ApiError ? error.requestId : undefined;
  return (
    <div className="sy-empty" role="alert">
      <p className="sy-empty-title">{t("error.load_failed")}</p>
      <p className="sy-empty-about">
        {errorText(error)}
        {id && <small className="sy-request-id">{t("error.request_id", { id })}</small>}
      </p>
      <Button onClick={onRetry}>{t("action.retry")}</Button>
    </div>
  );
}
