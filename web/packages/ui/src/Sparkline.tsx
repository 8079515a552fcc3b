// A line the size of a word: the shape of a series, nothing more.

const WIDTH = 96;
const HEIGHT = 28;

export function Sparkline({ values }: { values: readonly number[] }) {
  if (values.length < 2) return null;
  const points = outline(values);
  return (
    <svg className="sy-sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <polygon points={`0,${HEIGHT} ${points} ${WIDTH},${HEIGHT}`} />
      <polyline points={points} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

function outline(values: readonly number[]): string {
  const low = Math.min(...values, 0);
  const height = Math.max(...values) - low || 1;
  const step = WIDTH / (values.length - 1);
  const y = (value: number) => HEIGHT - 2 - ((value - low) / height) * (HEIGHT - 4);
  return values.map((value, index) => `${(index * step).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
}
