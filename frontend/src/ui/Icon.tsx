// The studio's icons: one stroke, 16 by 16, drawn in the colour of the text.
const paths = {
  scope: "M2.500 3h11v10h-11zM4 10.500c1.500-5 2.500 1 4-3s2.500 1 4-3",
  play: "M4 2.5 13 8l-9 5.5z",
  pause: "M4 3h3v10H4zM9.5 3h3v10h-3z",
  back: "M9 3 4 8l5 5",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  close: "M4 4l8 8M12 4l-8 8",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  again: "M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3",
  copy: "M6 6h7v7H6zM3 10V3h7",
  archive: "M2.5 4h11M4 4l.7 9h6.6L12 4M6.5 4V2.5h3V4",
  undo: "M6 3 3 6l3 3M3 6h6a4 4 0 0 1 0 8H7",
  redo: "M10 3l3 3-3 3M13 6H7a4 4 0 0 0 0 8h2",
  film: "M2.5 3h11v10h-11zM5 3v10M11 3v10M2.5 6.3H5M2.5 9.7H5M11 6.3h2.5M11 9.7h2.5",
  download: "M8 2v8M4.5 7 8 10.5 11.5 7M3 13.5h10",
  fold: "M4 6l4 4 4-4",
  up: "M8 13V3M4 7l4-4 4 4",
  down: "M8 3v10M4 9l4 4 4-4",
  lock: "M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  keys: "M1.5 4h13v8h-13zM4 7h.01M7 7h.01M10 7h.01M12.5 7h.01M5 9.5h6",
  builds: "M2.5 11.5h11M2.5 8h8M2.5 4.5h5",
  person: "M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8zM3 14c.4-3 2.300-4.300 5-4.300s4.600 1.300 5 4.300",
  speech: "M2.500 3h11v7.500H8L5 13.500v-3H2.500z",
  start: "M3.500 3v10M12.500 3 6 8l6.500 5z",
  full: "M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3",
  sound: "M3 6v4h2.500L9 13V3L5.500 6zM11 5.500c1.300 1.300 1.300 3.700 0 5",
  muted: "M3 6v4h2.500L9 13V3L5.500 6zM11.500 6.500l3 3M14.500 6.500l-3 3",
  caption: "M2 4h12v8H2zM4.500 9.500h3M9 9.500h2.500",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.500V11M8 5h.01",
  compare: "M8 2v12M2.500 4H8v8H2.500zM10 4h3.500M13.500 4v8M10 12h3.500",
  check: "M3 8.500 6.500 12 13 4.500",
  grip: "M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01",
  "eye-off": "M2 2l12 12M6.500 4.200C7 4.100 7.500 4 8 4c4 0 6.500 4 6.500 4a12 12 0 0 1-2 2.300M10 11.600A6 6 0 0 1 8 12C4 12 1.500 8 1.500 8a12 12 0 0 1 2.700-2.800",
  note: "M3 3h10v7l-3 3H3zM10 13v-3h3M5.500 6h5M5.500 8.500h3",
  seed: "M3 3h10v10H3zM5.500 5.500h.01M10.500 5.500h.01M8 8h.01M5.500 10.500h.01M10.500 10.500h.01",
  unlock: "M4 7h8v6.500H4zM5.500 7V5a2.500 2.500 0 0 1 4.900-.7",
  picture: "M2.500 3h11v10h-11zM2.500 11l3.500-3.500 3 3 2-2 2.500 2.500M10.500 6h.01",
  end: "M12.500 3v10M3.500 3 10 8l-6.500 5z",
  cut: "M5 6.500a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600zM5 13.100a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600zM6.400 6 14 11.500M6.400 10 14 4.500",
  pen: "M3 13l.8-3.300L11 2.500l2.500 2.500-7.200 7.200zM9.500 4l2.500 2.500",
  eraser: "M6 13h8M2.500 9.500 9 3l4 4-6 6H5.500z",
  search: "M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM10.300 10.300 14 14",
  frameBack: "M11 3 5.500 8l5.500 5zM3.500 3v10",
  frameOn: "M5 3l5.500 5L5 13zM12.500 3v10",
  markIn: "M9.500 3H5v10h4.500",
  markOut: "M6.500 3H11v10H6.500",
  loop: "M3 8V6.500A2.500 2.500 0 0 1 5.500 4H13M11 2l2 2-2 2M13 8v1.500a2.500 2.500 0 0 1-2.500 2.500H3M5 14l-2-2 2-2",
  camera: "M2 5h3l1-1.500h4L11 5h3v8H2zM8 11a2.200 2.200 0 1 0 0-4.400A2.200 2.200 0 0 0 8 11z",
  place: "M8 14c3-3.600 4.500-6 4.500-8a4.500 4.500 0 0 0-9 0c0 2 1.500 4.400 4.500 8zM8 7.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3z",
  style: "M3 13c0-2 1-3 2.500-3S8 11 8 12s-1 2-3 2c-1 0-2-.3-2-1zM7 9.500 13 2.500M7.800 10.500 13.500 4",
  restore: "M3 3v4h4M3.300 7A5 5 0 1 1 3 9.500M8 5.500V8l2 1.500",
  find: "M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM10.300 10.300 14 14",
  rows: "M2 3.500h12M2 6h3.500v4H2zM7 6h3.500v4H7zM12 6h2v4h-2M2 12.500h12",
  grid: "M2.500 2.500h3v3h-3zM6.500 2.500h3v3h-3zM10.500 2.500h3v3h-3zM2.500 6.500h3v3h-3zM6.500 6.500h3v3h-3zM10.500 6.500h3v3h-3zM2.500 10.500h3v3h-3zM6.500 10.500h3v3h-3zM10.500 10.500h3v3h-3z",
  foldAll: "M4.500 2.500 8 6l3.500-3.500M4.500 13.500 8 10l3.500 3.500M2 8h12",
  unfoldAll: "M4.500 5.500 8 2l3.500 3.500M4.500 10.500 8 14l3.500-3.500M2 8h12",
  auto: "M4 12.500 8 3.500l4 9M5.500 9.500h5",
  settings: "M2.5 5h5M11.5 5h2M2.5 11h2M8.500 11h5M9.500 3.200a1.800 1.800 0 1 0 .01 0zM6.500 9.200a1.800 1.800 0 1 0 .01 0z",
  merge: "M3.5 2.5v3L8 9v4.5M12.5 2.5v3L8 9M5.5 11.500 8 13.800l2.500-2.300",
  // tools of the timeline
  pointer: "M4 2.5v10l2.700-2.500 1.800 3.800 1.700-.8-1.800-3.700H12z",
  blade: "M8 2v12M5 4.500 8 2l3 2.500M5 11.500 8 14l3-2.500",
  ripple: "M3 3v10M6 8h8M11 5l3 3-3 3",
  roll: "M8 3v10M5.500 5.500 3 8l2.500 2.500M10.500 5.500 13 8l-2.500 2.500",
  slip: "M3 3v10M13 3v10M5 8h6M6.500 6 5 8l1.500 2M9.500 6 11 8l-1.500 2",
  slide: "M5.500 3.500h5v9h-5zM3.500 6 1.500 8l2 2M12.500 6l2 2-2 2",
  magnet: "M4 2.500v5a4 4 0 0 0 8 0v-5H9.500v5a1.500 1.500 0 0 1-3 0v-5zM4 5h2.500M9.500 5H12",
  chain: "M6.500 9.500 9.500 6.500M7 5l1.500-1.500a2.600 2.600 0 0 1 4 4L11 9M9 11l-1.500 1.500a2.600 2.600 0 0 1-4-4L5 7",
  flag: "M4 14V2.500M4 3h8l-2 2.700L12 8.500H4",
  // angles of the camera
  eye: "M1.500 8S4 4 8 4s6.500 4 6.500 4-2.500 4-6.500 4-6.500-4-6.500-4zM8 9.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3z",
  high: "M3 3l8 6M11 5v4H7M3 13.500h10",
  low: "M3 13l8-6M7 7h4v4M3 2.500h10",
  overhead: "M8 2v7M5 6l3 3 3-3M3 13.500h10",
  dutch: "M3.500 5.500 12 3.500l1 7-8.500 2z",
  "over-the-shoulder": "M5 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM1.500 14c0-4 1.500-5.500 3.500-5.500S8.500 10 8.500 14M11.500 8a1.300 1.300 0 1 0 0-2.600 1.300 1.300 0 0 0 0 2.600zM10 12c.2-1.600.7-2.400 1.500-2.400s1.300.8 1.500 2.400",
  "point-of-view": "M2 4h3M2 4v3M14 4h-3M14 4v3M2 12h3M2 12V9M14 12h-3M14 12V9M8 8h.01",
  profile: "M5 3c4-1 6 1 5.500 3.500L12 9h-1.500v2.500H8V14M5 3c-1.500 2-1 4 0 5.500V14",
  reverse: "M3 6h9L9.500 3.500M13 10H4l2.500 2.500",
  // moves of the camera
  "pan-left": "M13 8H3M6.500 4.500 3 8l3.500 3.500",
  "pan-right": "M3 8h10M9.500 4.500 13 8l-3.500 3.500",
  "tilt-up": "M8 13V3M4.500 6.500 8 3l3.500 3.500",
  "tilt-down": "M8 3v10M4.500 9.500 8 13l3.500-3.500",
  push: "M2.500 2.500 6 6M6 3v3H3M13.500 2.500 10 6M10 3v3h3M2.500 13.500 6 10M6 13v-3H3M13.500 13.500 10 10M10 13v-3h3",
  pull: "M6 6 2.500 2.500M2.500 5.500v-3h3M10 6l3.500-3.500M10.500 2.500h3v3M6 10l-3.500 3.500M2.500 10.500v3h3M10 10l3.500 3.500M13.500 10.500v3h-3",
  orbit: "M8 10.500c-3.600 0-6-1-6-2.500s2.400-2.500 6-2.500 6 1 6 2.500c0 1-1 1.800-3 2.200M12.500 8.500 11 10.300l1.800 1.500",
  shake: "M3 8c1-4 2-4 2.500 0s1.500 4 2.500 0 1.500-4 2.500 0 1.500 4 2.500 0",
  follow: "M2 8h7M6.500 5.500 9 8l-2.500 2.500M12 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
} as const;

export type IconName = keyof typeof paths;

const moves: Readonly<Record<string, IconName>> = {
  "pan-left": "pan-left", "pan-right": "pan-right", "tilt-up": "tilt-up", "tilt-down": "tilt-down",
  "pedestal-up": "tilt-up", "pedestal-down": "tilt-down", "crane-up": "tilt-up", "crane-down": "tilt-down",
  push: "push", "zoom-in": "push", pull: "pull", "zoom-out": "pull", "truck-left": "pan-left", "truck-right": "pan-right",
  "orbit-left": "orbit", "orbit-right": "orbit", handheld: "shake", follow: "follow",
};

/** The icon of a camera move, if it has one; a static camera has none. */
export const moveIcon = (move: string): IconName | null => moves[move] ?? null;

/** The icon of a camera angle, if it has one; eye level has none. */
export const angleIcon = (angle: string): IconName | null => (angle !== "eye" && angle in paths ? (angle as IconName) : null);

const FILLED = new Set<IconName>(["play", "pause"]);
const DOTS = new Set<IconName>(["more", "grip"]);

/** An icon; what it means is said by the button around it, or by `title`. */
export function Icon({ name, title, size = 16 }: { name: IconName; title?: string; size?: number }) {
  const solid = FILLED.has(name);
  return (
    <svg
      width={size} height={size} viewBox="0 0 16 16" fill={solid ? "currentColor" : "none"} stroke={solid ? "none" : "currentColor"}
      strokeWidth={DOTS.has(name) ? 2 : 1.4} strokeLinecap="round" strokeLinejoin="round"
      role={title ? "img" : undefined} aria-label={title} aria-hidden={title ? undefined : true} focusable="false"
    >
      {title ? <title>{title}</title> : null}
      <path d={paths[name]} />
    </svg>
  );
}
