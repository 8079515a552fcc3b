// One event of the plan: what it means, what it carries, and a place to try it.
import { plan, type PlannedEvent } from "@siyu/api";
import { dateTime, inLocale, t } from "@siyu/i18n";
import { ConfirmButton, ErrorState, Facts, PageHeader, Panel } from "@siyu/ui";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Skeleton, Tag } from "antd";
import { Link, useNavigate, useParams } from "react-router";
import { useMay } from "../../../shell/session.ts";
import { pathOf } from "../dictionary/paths.ts";
import { LinkButton } from "../LinkButton.tsx";
import { titleOf } from "../titles.ts";
import { Definition } from "./Definition.tsx";
import { EditSentences } from "./EditSentences.tsx";
import { useGroupTitle } from "./groups.ts";
import { ModeSwitch } from "./ModeSwitch.tsx";
import { From } from "./From.tsx";

export default function PlanEvent() {
  const { name = "" } = useParams();
  const { data, error, refetch } = useQuery({ queryKey: ["plan", "one", name], queryFn: () => plan.one(name) });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 10 }} />;
  const title = titleOf(data);
  return (
    <>
      <PageHeader
        back={{ to: "/events/plan", label: t("plan.title") }}
        title={title ?? name}
        about={title !== null && <span className="sy-mono">{name}</span>}
        actions={<Acts event={data} />}
      />
      <div className="sy-columns">
        <div className="sy-span-8 sy-stack">
          {/* A draft belongs to the definition it began with. */}
          <Definition key={`${name} ${JSON.stringify(data.schema)}`} event={data} />
        </div>
        <div className="sy-span-4 sy-stack">
          <About event={data} />
        </div>
      </div>
    </>
  );
}

function Acts({ event }: { event: PlannedEvent }) {
  const may = useMay();
  return (
    <>
      <LinkButton to={pathOf(event.name)}>{t("plan.see_dictionary")}</LinkButton>
      {may("events:plan") && <Retire event={event} />}
    </>
  );
}

// An event of the spec never leaves the plan, it is only put back as it was shipped.
function Retire({ event: { name, is_shipped, is_changed } }: { event: PlannedEvent }) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  if (is_shipped && !is_changed) return null;
  const retire = async () => {
    await plan.retire(name);
    void message.success(is_shipped ? t("plan.restored") : t("plan.retired", { name }));
    if (!is_shipped) await navigate("/events/plan");
    for (const key of ["plan", "dictionary"]) void cache.invalidateQueries({ queryKey: [key] });
  };
  const label = is_shipped ? t("plan.restore") : t("plan.retire");
  return (
    <ConfirmButton
      question={is_shipped ? t("plan.restore_question", { name }) : t("plan.retire_question", { name })}
      consequence={is_shipped ? t("plan.restore_about") : t("plan.retire_about")}
      confirmLabel={label}
      onConfirm={retire}
    >
      {label}
    </ConfirmButton>
  );
}

function About({ event }: { event: PlannedEvent }) {
  const may = useMay();
  const groupTitle = useGroupTitle();
  const description = inLocale({ zh: event.description_zh, en: event.description_en });
  return (
    <Panel title={t("plan.meaning")} extra={may("events:plan") && <EditSentences event={event} />}>
      <p className={description ? "sy-meaning" : "sy-meaning sy-quiet"}>{description || t("plan.no_description")}</p>
      <Facts
        items={[
          { label: t("plan.mode"), value: <ModeSwitch event={event} /> },
          { label: t("plan.origin"), value: t(`origin.${event.origin}`) },
          { label: t("plan.group"), value: groupTitle(event.group) },
          { label: t("plan.from"), value: <From row={event} /> },
          ...(event.updated_at ? [{ label: t("plan.updated"), value: dateTime(event.updated_at) }] : []),
          ...(event.segment.length > 0 ? [{ label: "Segment", value: <Names names={event.segment} /> }] : []),
        ]}
      />
      <p className="sy-hint">{t(`mode.${event.mode}_about`)}</p>
      {event.origin === "server" && <p className="sy-hint">{t("origin.server_about")}</p>}
      <p className="sy-hint">
        <Link to={`/events/quarantine?event=${encodeURIComponent(event.name)}`}>{t("plan.see_quarantine")}</Link>
      </p>
    </Panel>
  );
}

function Names({ names }: { names: readonly string[] }) {
  return names.map((each) => <Tag key={each}>{each}</Tag>);
}
