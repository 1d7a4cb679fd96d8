// Movements as lines over a picture: each in its own colour, where it begins a ring, where it ends an arrow; with boxes where they are meant.
import type { Track } from "./direction";
import { pathOf, whereAt } from "./tracks";
import "./tracks.css";

export const COLOURS = ["#f2b84b", "#5aa9ff", "#4cc38a", "#b08cff", "#ff6b6b", "#53d4d4"] as const;
export const colourOf = (at: number): string => COLOURS[at % COLOURS.length] ?? COLOURS[0];

interface Props {
  readonly tracks: readonly Track[];
  readonly ratio: number;
  /** Where each thing is at this frame is marked. */
  readonly frame?: number;
  readonly chosen?: number | null;
}

const WIDE = 1000; // units across

/** Fills its parent; is only looked at. */
export function TrackLines({ tracks, ratio, frame, chosen = null }: Props) {
  const high = WIDE / ratio;
  return (
    <svg className="track-lines" viewBox={`0 0 ${WIDE} ${high}`} preserveAspectRatio="none" aria-hidden>
      {tracks.map((one, at) => {
        if (one.points.length === 0) return null; // a layer's own way
        const colour = colourOf(at);
        const [x, y] = whereAt(one, frame ?? one.points[0]?.[0] ?? 0);
        const end = one.points.at(-1);
        const before = one.points.at(-2);
        const turn = end && before ? Math.atan2((end[2] - before[2]) * high, (end[1] - before[1]) * WIDE) : 0;
        const strong = chosen === null || chosen === at;
        return (
          <g key={at} opacity={strong ? 1 : 0.5} stroke={colour} fill="none" strokeWidth={chosen === at ? 5 : 4} strokeLinejoin="round" strokeLinecap="round">
            <path d={pathOf(one, WIDE, high)} stroke="#000" strokeOpacity={0.55} strokeWidth={8} />
            <path d={pathOf(one, WIDE, high)} />
            {end && before ? <path d="M-14 -9 L0 0 L-14 9" transform={`translate(${end[1] * WIDE} ${end[2] * high}) rotate(${(turn * 180) / Math.PI})`} /> : null}
            {one.box ? <rect x={(x - one.box[0] / 2) * WIDE} y={(y - one.box[1] / 2) * high} width={one.box[0] * WIDE} height={one.box[1] * high} rx={6} /> : null}
            <circle cx={x * WIDE} cy={y * high} r={9} fill={frame === undefined ? "#0e0f11" : colour} />
          </g>
        );
      })}
    </svg>
  );
}
