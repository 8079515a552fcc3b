// An address nobody lives at.
import { t } from "@siyu/i18n";
import { EmptyState } from "@siyu/ui";
import { Link } from "react-router";

export function Missing() {
  return (
    <>
      <h1 className="sy-hidden">{t("missing.title")}</h1>
      <EmptyState
        title={t("missing.title")}
        about={t("missing.about")}
        action={<Link to="/">{t("action.home")}</Link>}
      />
    </>
  );
}
