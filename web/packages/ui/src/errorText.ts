// One sentence for anything that went wrong, fit to show to a person.
import { ApiError } from "@siyu/api";
import { number, t } from "@siyu/i18n";

export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return t("error.unknown");
  if (error.status === 0) return t("error.unreachable");
  if (error.retryAfterSeconds !== null)
    return `${error.message} ${t("error.retry_after", { seconds: number(error.retryAfterSeconds) })}`;
  return error.message;
}
