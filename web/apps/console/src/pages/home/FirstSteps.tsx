// The home screen of a house with no orders yet: what to do, in order.
import { t, type Key } from "@siyu/i18n";
import { Button } from "antd";
import { Link } from "react-router";
import { useMay } from "../../shell/session.ts";

const STEPS = [
  { name: "import", to: "/imports/new", permission: "imports:write" },
  { name: "look", to: "/customers", permission: "people:read" },
  { name: "invite", to: "/staff", permission: "staff:write" },
] as const;

export function FirstSteps() {
  const may = useMay();
  return (
    <section className="sy-panel sy-steps" aria-labelledby="first-steps">
      <h2 id="first-steps">{t("steps.title")}</h2>
      <p>{t("steps.about")}</p>
      <ol>
        {STEPS.filter(({ permission }) => may(permission)).map(({ name, to }, index) => (
          <Step key={name} name={name} to={to} first={index === 0} />
        ))}
      </ol>
    </section>
  );
}

function Step({ name, to, first }: { name: (typeof STEPS)[number]["name"]; to: string; first: boolean }) {
  const title: Key = `steps.${name}`;
  return (
    <li>
      <div>
        <h3>{t(title)}</h3>
        <p>{t(`steps.${name}_about`)}</p>
      </div>
      <Link to={to}>
        <Button type={first ? "primary" : "default"} tabIndex={-1}>
          {t(`steps.${name}_action`)}
        </Button>
      </Link>
    </li>
  );
}
