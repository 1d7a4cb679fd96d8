// The camera's way as seen from above: where it stands at the first frame, at the last and now, and what it looks at.
import type { Value } from "../document/changes";
import { useWords } from "../i18n";
import { looksAt, placed, poseAt } from "./pose";

interface Props {
  readonly values: Readonly<Record<string, Value>>;
  readonly frame: number;
  readonly frames: number;
  readonly aspect: number;
}

const WIDE = 120;
const HIGH = 74;
const METRE = 44; // pixels to what is looked at

/** Nothing where the camera stays in its place. */
export function Above({ values, frame, frames, aspect }: Props) {
  const t = useWords();
  const at = (one: number) => {
    const found = placed(poseAt(values, one, frames), looksAt(values, one), aspect);
    const [x, , z] = found.place;
    const ahead = [found.axes[0]?.[2] ?? 0, found.axes[2]?.[2] ?? 1] as const;
    return { x: WIDE / 2 + x * METRE, y: HIGH - 12 - z * METRE, angle: (Math.atan2(ahead[0], ahead[1]) * 180) / Math.PI, longer: found.longer };
  };
  const way = Array.from({ length: 25 }, (_, n) => at((n / 24) * (frames - 1)));
  const [first, last, now] = [at(0), at(frames - 1), at(frame)];
  const goes = way.some((one) => Math.hypot(one.x - first.x, one.y - first.y) > 0.4 || Math.abs(one.angle - first.angle) > 0.2);
  const look = looksAt(values, frame);
  const thing = { x: WIDE / 2 + ((look[0] - 0.5) / 1.1) * METRE, y: HIGH - 12 - METRE };
  if (!goes) return null;
  const camera = (one: ReturnType<typeof at>, className: string) => {
    const half = 24.5 / one.longer;
    const edge = (side: number): string => `${(Math.sin((side * half * Math.PI) / 180) * 40).toFixed(1)} ${(-Math.cos((side * half * Math.PI) / 180) * 40).toFixed(1)}`;
    return (
      <g className={className} transform={`translate(${one.x.toFixed(2)} ${one.y.toFixed(2)}) rotate(${one.angle.toFixed(2)})`}>
        <path className="sight" d={`M0 0L${edge(-1)}L${edge(1)}z`} />
        <rect x={-3} y={-2} width={6} height={6} rx={1} />
      </g>
    );
  };
  return (
    <figure className="camera-above">
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={t("camera.above")}>
        <polyline className="way" points={way.map((one) => `${one.x.toFixed(2)},${one.y.toFixed(2)}`).join(" ")} />
        {camera(last, "last")}
        {camera(first, "first")}
        {camera(now, "now")}
        <circle className="thing" cx={thing.x} cy={thing.y} r={3} />
      </svg>
      <figcaption>{t("camera.above")}</figcaption>
    </figure>
  );
}
