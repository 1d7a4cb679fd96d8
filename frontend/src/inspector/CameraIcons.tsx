// What each framing, angle and move looks like, drawn as small as a button: a person in a frame, a camera and where it goes.
import { useId } from "react";

/** Radius of the head and height of its middle, in a frame of 24 by 16: how much of a person is seen. */
const FRAMING: Readonly<Record<string, readonly [number, number]>> = {
  ECU: [8.5, 8], CU: [4.8, 7], MCU: [3.5, 5.6], MS: [2.6, 4.6], MLS: [2, 3.8], FS: [1.2, 2.4], WS: [0.85, 4], EWS: [0.5, 8.5],
};

/** How much of somebody fills the frame. */
export function SizeIcon({ value }: { value: string }) {
  const clip = useId();
  const [head, middle] = FRAMING[value] ?? [2.6, 4.6];
  const shoulder = middle + head * 1.35;
  const wide = head * 1.9;
  const foot = middle + head * 11;
  return (
    <svg width={24} height={16} viewBox="0 0 24 16" aria-hidden="true" focusable="false">
      <clipPath id={clip}><rect x={0.7} y={0.7} width={22.6} height={14.6} rx={1.5} /></clipPath>
      <g clipPath={`url(#${clip})`} fill="currentColor">
        <circle cx={12} cy={middle} r={head} />
        <path d={`M${12 - wide} ${shoulder + head}q0 ${-head} ${wide} ${-head}q${wide} 0 ${wide} ${head}v${head * 4}h${-wide * 0.3}V${foot}h${-wide * 1.4}V${shoulder + head * 5}h${-wide * 0.3}z`} />
        {value === "ECU" ? <path d="M8 7h2.500M13.500 7H16M10.500 11.500h3" stroke="var(--panel)" strokeWidth={1.3} strokeLinecap="round" /> : null}
        {value === "EWS" || value === "WS" ? <path d={`M0 ${foot}h24`} stroke="currentColor" strokeWidth={0.8} /> : null}
      </g>
      <rect x={0.5} y={0.5} width={23} height={15} rx={1.5} fill="none" stroke="currentColor" opacity={0.5} />
    </svg>
  );
}

const ANGLES: Readonly<Record<string, string>> = {
  eye: "M2.500 6v4h5V6zM7.500 7.500 9.500 6v4l-2-1.500M13 6.300a1.300 1.300 0 1 0 0-2.600 1.300 1.300 0 0 0 0 2.600zM13 6.500V13",
  high: "M2 3.500 6 1.500l1.500 3-4 2zM8 5l3 2.500M13 9.300a1.300 1.300 0 1 0 0-2.600 1.300 1.300 0 0 0 0 2.600zM13 9.500V14",
  low: "M2 12.500l4 2 1.500-3-4-2zM8 11l3-2.500M13 5.300a1.300 1.300 0 1 0 0-2.600 1.300 1.300 0 0 0 0 2.600zM13 5.500V14",
  overhead: "M5.500 1.500h5v3.500h-5zM8 6v3M6 7.500 8 9.500l2-2M5 13a3 1.500 0 1 0 6 0 3 1.500 0 1 0-6 0z",
  dutch: "M3 5.500 12 3l1.500 7.500-9 2.500zM8 6.500a1 1 0 1 0 0 .1M8.300 7.800l.7 3",
  "over-the-shoulder": "M5 7.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM.8 14.500c0-4 1.700-5.500 4.200-5.500s4.200 1.500 4.200 5.500M12.500 8a1.300 1.300 0 1 0 0-2.600 1.300 1.300 0 0 0 0 2.600zM11 12c.2-1.800.7-2.500 1.500-2.500s1.300.7 1.500 2.500",
  "point-of-view": "M2 4.500V3h3M14 4.500V3h-3M2 11.500V13h3M14 11.500V13h-3M4 8s1.500-2.500 4-2.500S12 8 12 8s-1.500 2.500-4 2.500S4 8 4 8zM8 8h.01",
  profile: "M5.500 14v-2.500C3 10 2.500 7 4 4.500 5.500 2 10 2 11 4.500L10.800 7l1.700 2-1.500.500v2H9V14",
  reverse: "M3 6h9.500L10 3.500M13 10.500H3.500L6 13",
};

/** From where the camera looks. */
export const AngleIcon = ({ value }: { value: string }) => <Stroke d={ANGLES[value] ?? ""} />;

const MOVES: Readonly<Record<string, string>> = {
  static: "M4.500 4h7v5h-7zM8 9v1.500M5 14l3-3.500L11 14",
  "pan-left": "M13 11c0-4-2.500-6-5.500-6C5 5 3.500 6 2.500 8M2.500 4.500V8H6",
  "pan-right": "M3 11c0-4 2.500-6 5.500-6 2.500 0 4 1 5 3M13.500 4.500V8H10",
  "tilt-up": "M11 13c-4 0-6-2.500-6-5.500C5 5 6 3.500 8 2.500M4.500 2.500H8V6",
  "tilt-down": "M11 3C7 3 5 5.500 5 8.500c0 2.500 1 4 3 5M4.500 13.500H8V10",
  "pedestal-up": "M8 11V2.500M5 5.500l3-3 3 3M4 13.500h8",
  "pedestal-down": "M8 5v8.500M5 10.500l3 3 3-3M4 2.500h8",
  push: "M2 2.500h12v11H2zM4 4.500l2.500 2M6.500 4.500v2h-2M12 4.500l-2.500 2M9.500 4.500v2h2M4 11.500l2.500-2M6.500 11.500v-2h-2M12 11.500l-2.500-2M9.500 11.500v-2h2",
  pull: "M5.500 5.500h5v5h-5zM4.500 4.500l-3-2.500M1.500 4.500V2H4M11.500 4.500l3-2.500M14.500 4.500V2H12M4.500 11.500l-3 2.500M1.500 11.500V14H4M11.500 11.500l3 2.500M14.500 11.500V14H12",
  "truck-left": "M14 5.500v5H9v-5zM7 8H2M4.500 5.500 2 8l2.500 2.500",
  "truck-right": "M2 5.500v5h5v-5zM9 8h5M11.500 5.500 14 8l-2.500 2.500",
  "orbit-left": "M8 7.500a1.300 1.300 0 1 0 0-2.600 1.300 1.300 0 0 0 0 2.600zM13.500 7c0 3-2.500 5-5.500 5S3 10.500 2.500 8M1 10l1.500-2.500L5 9",
  "orbit-right": "M8 7.500a1.300 1.300 0 1 0 0-2.600 1.300 1.300 0 0 0 0 2.600zM2.500 7c0 3 2.500 5 5.500 5s5-1.500 5.500-4M15 10l-1.500-2.500L11 9",
  "zoom-in": "M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM10.500 10.500 14 14M7 5v4M5 7h4",
  "zoom-out": "M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM10.500 10.500 14 14M5 7h4",
  handheld: "M2 8c1-4.500 2-4.500 3 0s2 4.500 3 0 2-4.500 3 0 2 4.500 3 0",
  follow: "M2 11h5M5 8.500 7.500 11 5 13.500M11.500 5.300a1.300 1.300 0 1 0 0-2.600 1.300 1.300 0 0 0 0 2.600zM11.500 5.500 11 9l2 4.500M11 9l-2 4.500",
  "crane-up": "M2.500 13.500h4M4.500 13.500V10L12 4M9 3.500l3.500.2-.500 3.300",
  "crane-down": "M2.500 2.500h4M4.500 2.500V6L12 12M9 12.500l3.500-.2-.500-3.300",
};

/** What the camera does. */
export const MoveIcon = ({ value }: { value: string }) => <Stroke d={MOVES[value] ?? ""} />;

function Stroke({ d }: { d: string }) {
  return (
    <svg
      width={18} height={18} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth={1.2} strokeLinecap="round" strokeLinejoin="round"
      aria-hidden="true" focusable="false"
    >
      <path d={d} />
    </svg>
  );
}
