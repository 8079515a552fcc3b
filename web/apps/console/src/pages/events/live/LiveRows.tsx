// The rows of the live view. A table of its own: it is drawn anew every two seconds, and a row that is there stays.
import type { Hit } from "@siyu/api";
import { clockSeconds, dateTime, named, t } from "@siyu/i18n";
import { RowButton } from "@siyu/ui";
import { Fragment, memo } from "react";
import { Link } from "react-router";
import { useMay } from "../../../shell/session.ts";
import { EventName } from "../EventName.tsx";
import { Fate } from "../Fate.tsx";
import { useSentences } from "../sentences.ts";
import { useTitles } from "../titles.ts";
import { whoIs } from "./naming.ts";

/** An event told this much after it happened says when it happened. */
const LATE_MS = 60_000;

interface LiveRowsProps {
  hits: readonly Hit[];
  gaps: ReadonlySet<number>;
  onOpen: (hit: Hit) => void;
}

export function LiveRows({ hits, gaps, onOpen }: LiveRowsProps) {
  const titleOf = useTitles();
  const sentences = useSentences();
  const linked = useMay()("people:read");
  return (
    <table className="sy-live" aria-label={t("live.title")}>
      <thead>
        <tr>
          <th scope="col">{t("live.at")}</th>
          <th scope="col">{t("live.event")}</th>
          <th scope="col">{t("live.status")}</th>
          <th scope="col">{t("live.person")}</th>
          <th scope="col">{t("live.source")}</th>
          <th scope="col">{t("live.channel")}</th>
        </tr>
      </thead>
      <tbody>
        {hits.map((hit) => (
          <Fragment key={hit.number}>
            <Row hit={hit} title={titleOf(hit.event)} why={why(hit, sentences)} linked={linked} onOpen={onOpen} />
            {gaps.has(hit.number) && <Gap />}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function why(hit: Hit, sentences: ReturnType<typeof useSentences>): string {
  return hit.fate === "kept" ? hit.marks.map(sentences.mark).join(" · ") : sentences.reason(hit.code);
}

interface RowProps {
  hit: Hit;
  title: string | null;
  why: string;
  linked: boolean;
  onOpen: (hit: Hit) => void;
}

const Row = memo(function Row({ hit, title, why: reason, linked, onOpen }: RowProps) {
  const late = Math.abs(Date.parse(hit.at) - Date.parse(hit.time)) > LATE_MS;
  const who = whoIs(hit);
  return (
    <tr className={`sy-live-${hit.fate}`} onClick={(event) => !isControl(event.target) && onOpen(hit)}>
      <td className="sy-live-at">
        <time dateTime={hit.at}>{clockSeconds(hit.at)}</time>
        {late && <small>{t("live.happened", { time: dateTime(hit.time) })}</small>}
      </td>
      <td className="sy-live-event">
        <EventName
          name={hit.event || hit.type || t("live.unnamed")}
          title={title}
          wrap={(words) => <RowButton onClick={() => onOpen(hit)}>{words}</RowButton>}
        />
      </td>
      <td className="sy-live-fate">
        <Fate fate={hit.fate} />
        {reason && <small>{reason}</small>}
      </td>
      <td>{hit.person_id && linked ? <Link to={`/customers/${hit.person_id}`}>{who}</Link> : who}</td>
      <td className="sy-live-source">{hit.source}</td>
      <td className="sy-live-channel">{hit.channel && named("channel", hit.channel)}</td>
    </tr>
  );
});

function Gap() {
  return (
    <tr className="sy-live-gap">
      <td colSpan={6}>{t("live.gap")}</td>
    </tr>
  );
}

const isControl = (target: EventTarget): boolean =>
  (window.getSelection()?.toString() ?? "") !== "" ||
  (target instanceof Element && target.closest("a, button") !== null);
