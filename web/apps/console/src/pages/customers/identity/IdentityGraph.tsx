// The person in the middle, what they are known by around them.
import { day, named, t } from "@siyu/i18n";
import { Tooltip } from "antd";
import { graph, LINE, shortened, type Group, type Known } from "./graph.ts";

const WIDTH = 320;
const MIDDLE = WIDTH / 2;
const RADIUS = 21;
/** Where the words of either side begin. */
const EDGE = { left: 107, right: WIDTH - 107 };
const MARGIN = 6;

interface IdentityGraphProps {
  name: string | null;
  identifiers: readonly Known[];
}

/** For the eye only: the list below says the same to everybody. */
export function IdentityGraph({ name, identifiers }: IdentityGraphProps) {
  const { groups, height } = graph(identifiers);
  const box = `0 ${-MARGIN} ${WIDTH} ${height + 2 * MARGIN}`;
  return (
    <svg className="sy-identity-graph" viewBox={box} aria-hidden="true">
      {groups.map((group) => (
        <path key={group.type} d={branch(group, height / 2)} />
      ))}
      <Middle name={name} y={height / 2} />
      {groups.map((group) => (
        <OneType key={group.type} group={group} />
      ))}
    </svg>
  );
}

// The first letter of the name, or the outline of somebody without one.
function Middle({ name, y }: { name: string | null; y: number }) {
  return (
    <g>
      <circle cx={MIDDLE} cy={y} r={RADIUS} />
      {name ? (
        <text className="sy-identity-initial" x={MIDDLE} y={y + 6}>
          {[...name][0]}
        </text>
      ) : (
        <path className="sy-identity-nobody" d={`M${MIDDLE} ${y - 10}a5 5 0 1 1-.1 0zm-9 20a9 8 0 0 1 18 0z`} />
      )}
    </g>
  );
}

function OneType({ group }: { group: Group }) {
  const { type, shown, more, side, top } = group;
  const line = (number: number) => ({ x: EDGE[side], y: top + LINE * number + 13 });
  return (
    <g className={`sy-identity-${side}`}>
      <circle cx={knot(side)} cy={top + LINE / 2} r={3.5} />
      <text className="sy-identity-type" {...line(0)}>
        {named("identifier", type)}
      </text>
      {shown.map((known, index) => (
        <Tooltip key={known.value} title={<Told known={known} />}>
          <text {...line(index + 1)}>{shortened(known.value)}</text>
        </Tooltip>
      ))}
      {more > 0 && (
        <text className="sy-identity-more" {...line(shown.length + 1)}>
          {t("identity.more", { count: more })}
        </text>
      )}
    </g>
  );
}

function Told({ known: { type, value, source, linked_at } }: { known: Known }) {
  return (
    <>
      {named("identifier", type)} {value}
      <br />
      {t("identity.linked", { source, date: day(linked_at) })}
    </>
  );
}

/** The end of a branch, just inside the words. */
const knot = (side: Group["side"]): number => EDGE[side] + (side === "left" ? 9 : -9);

function branch({ side, top }: Group, middle: number): string {
  const end = knot(side);
  const y = top + LINE / 2;
  const bend = (MIDDLE + end) / 2;
  return `M${MIDDLE} ${middle}C${bend} ${middle} ${bend} ${y} ${end} ${y}`;
}
