// How near the camera is, as one sees it: a frame with somebody in it, from a face to a figure far away.
const figures: Readonly<Record<string, { readonly head: readonly [number, number, number]; readonly body: string }>> = {
  ECU: { head: [9, 8, 6.4], body: "" },
  CU: { head: [9, 5.6, 3.2], body: "M3.6 13c.4-2.600 2.400-3.700 5.400-3.700s5 1.100 5.400 3.700" },
  MCU: { head: [9, 5, 2.400], body: "M4.400 13c.2-3.300 1.800-4.800 4.600-4.800s4.400 1.500 4.600 4.800" },
  MS: { head: [9, 4.300, 1.900], body: "M5.800 13l.4-4.600c.3-1.300 1.400-1.800 2.800-1.800s2.500.5 2.800 1.800l.4 4.600" },
  MLS: { head: [9, 3.900, 1.500], body: "M9 5.600v4.200M6.800 7h4.400M9 9.800 7.600 13M9 9.800l1.400 3.200" },
  FS: { head: [9, 4, 1.250], body: "M9 5.400v3.300M7.300 6.500h3.400M9 8.700 7.900 11.600M9 8.700l1.100 2.900" },
  WS: { head: [9, 6, 0.9], body: "M9 7v2M8 9l-.6 2.200M9.800 9l.7 2.200M2.500 11.600h13" },
  EWS: { head: [12, 8.400, 0.55], body: "M12 9.200v1.600M2.500 11h13M2.500 9.500l3.500-3 2.500 2 2-1.300" },
};

/** The icon of a shot size; nothing for one that nobody knows. */
export function SizeIcon({ size }: { size: string }) {
  const figure = figures[size];
  if (!figure) return null;
  const [x, y, radius] = figure.head;
  return (
    <svg width={17} height={14} viewBox="0 0 18 15" fill="none" stroke="currentColor" strokeWidth={1.2} strokeLinecap="round" strokeLinejoin="round" aria-hidden focusable="false">
      <rect x={1} y={1.500} width={16} height={12} rx={1.500} opacity={0.55} />
      <circle cx={x} cy={y} r={radius} fill={size === "ECU" ? "none" : "currentColor"} stroke={size === "ECU" ? "currentColor" : "none"} clipPath="inset(0)" />
      {figure.body ? <path d={figure.body} /> : <path d="M6.500 7.200h1M10.500 7.200h1M7.400 10.300c1 .7 2.200.7 3.200 0" />}
    </svg>
  );
}
