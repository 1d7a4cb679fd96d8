// A person in a few strokes, from the fields of a look: the picture on every choice of hair, clothes and build.
import { memo } from "react";
import { darker, lighter } from "./colours";

export interface Looks {
  readonly figure: string;
  readonly build: string;
  readonly skin: string;
  readonly hair: string;
  readonly hair_colour: string;
  readonly eye_colour: string;
  readonly beard: string;
  readonly glasses: string;
  readonly hat: string;
  readonly hat_colour: string;
  readonly top: string;
  readonly top_colour: string;
  readonly accent_colour: string;
  readonly bottom: string;
  readonly bottom_colour: string;
  readonly shoe_colour: string;
  readonly scarf: boolean;
  readonly scarf_colour: string;
}

export type Crop = "head" | "top" | "legs" | "whole";
const VIEW: Readonly<Record<Crop, string>> = { head: "9.5 0 29 29", top: "5.5 24 37 37", legs: "4 57 40 40", whole: "-28 -6 104 104" };
const WIDTH: Readonly<Record<string, number>> = { slim: 0.86, average: 1, broad: 1.14, heavy: 1.3 };
const TALL: Readonly<Record<string, number>> = { child: 0.68, teen: 0.88, adult: 1, elder: 0.95 };

/** Drawn for the eyes alone: what it stands for is said by the control around it. */
export const Avatar = memo(function Avatar({ looks, crop, size }: { looks: Looks; crop: Crop; size: number }) {
  const wide = WIDTH[looks.build] ?? 1;
  const tall = crop === "whole" ? (TALL[looks.figure] ?? 1) : 1;
  const hidden = ["helmet", "hood", "headscarf"].includes(looks.hat);
  return (
    <svg width={size} height={size} viewBox={VIEW[crop]} aria-hidden="true" focusable="false">
      <g transform={crop === "whole" ? `translate(24 96) scale(${tall * wide} ${tall}) translate(-24 -96)` : undefined}>
        {hidden ? null : <HairBehind looks={looks} />}
        {crop === "head" ? null : <Legs looks={looks} />}
        <Body looks={looks} />
        <path d="M21 24h6v8q-3 3-6 0z" fill={darker(looks.skin, 0.12)} />
        <ellipse cx="24" cy="17" rx="8.4" ry="9.6" fill={looks.skin} />
        <path d="M15.6 17a1.7 2.1 0 1 0 .8 3.6zM32.4 17a1.7 2.1 0 1 1-.8 3.6z" fill={looks.skin} />
        <Face looks={looks} />
        {hidden ? null : <HairFront looks={looks} />}
        <Hat looks={looks} />
        {looks.scarf ? <path d="M17.5 27.5q6.5 4 13 0l1.5 3.5q-8 5-16 0zM27 32l4.5 11-4 1.5-3-11.5z" fill={looks.scarf_colour} /> : null}
      </g>
    </svg>
  );
});

function Face({ looks }: { looks: Looks }) {
  const line = darker(looks.skin, 0.45);
  const beard = looks.hair === "bald" ? looks.hair_colour : darker(looks.hair_colour, 0.08);
  return (
    <>
      {looks.beard === "stubble" ? <path d="M16 18q0 9 8 9t8-9q-1.5 3.5-4 3.5h-8q-2.5 0-4-3.5z" fill={beard} opacity="0.32" /> : null}
      {looks.beard === "full" ? <path d="M15.7 16.5q-.7 13 8.3 13t8.3-13q-1.3 4-4.8 4h-7q-3.5 0-4.8-4z" fill={beard} /> : null}
      {looks.beard === "goatee" ? <path d="M20.5 21.8q3.5-1.4 7 0 .3 6.7-3.5 6.7t-3.5-6.7z" fill={beard} /> : null}
      {looks.beard === "moustache" || looks.beard === "goatee" || looks.beard === "full" ? <path d="M19.5 21.6q2-2.3 4.5-1.3 2.5-1 4.5 1.3-2.3.9-4.5.3-2.2.6-4.5-.3z" fill={beard} /> : null}
      <circle cx="20.6" cy="17" r="1.15" fill={looks.eye_colour} />
      <circle cx="27.4" cy="17" r="1.15" fill={looks.eye_colour} />
      <path d="M18.8 14.2q1.8-1 3.5-.2M25.7 14q1.8-.8 3.5.2M22 23.2q2 1.2 4 0" fill="none" stroke={line} strokeWidth="0.8" strokeLinecap="round" />
      {looks.glasses === "round" ? <g fill="none" stroke="#1b1c20" strokeWidth="0.9"><circle cx="20.5" cy="17" r="2.7" /><circle cx="27.5" cy="17" r="2.7" /><path d="M23.2 16.7h1.6" /></g> : null}
      {looks.glasses === "square" ? <path d="M17.6 15.2h5.6v4h-5.6zM24.8 15.2h5.6v4h-5.6zM23.2 16.6h1.6" fill="none" stroke="#1b1c20" strokeWidth="0.9" /> : null}
      {looks.glasses === "sun" ? <path d="M17.2 15h6v2.2q-.6 2.3-3 2.3t-3-2.3zM24.8 15h6v2.2q-.6 2.3-3 2.3t-3-2.3zM23 15.4h2" fill="#121316" stroke="#121316" strokeWidth="0.7" /> : null}
    </>
  );
}

const BEHIND: Readonly<Record<string, string>> = {
  bob: "M13.2 25.5C11.5 11 15.5 5.5 24 5.5s12.5 5.5 10.8 20q-5 1.5-10.8 1.5t-10.8-1.5z",
  long: "M13 37C10.5 14 14 5.5 24 5.5S37.5 14 35 37q-5.5 2-11 2t-11-2z",
  wavy: "M13.5 31q-3-3-1-6.5-2-4 .5-7.5Q13 5.5 24 5.5T35 17q2.5 3.5.5 7.5 2 3.5-1 6.5-5 1-10.5 1t-10.5-1z",
  ponytail: "M29 7q10-1 10 9.5 0 9-5 16-2.5-3-1-9 .5-9-4-13z",
  afro: "M24 .8a14.5 14 0 1 0 .01 0z",
  bun: "M24-.3a4.6 4.3 0 1 0 .01 0z",
};
const FRONT: Readonly<Record<string, string>> = {
  buzz: "M15.7 16Q15 7.2 24 7.2T32.3 16q-.8-4.8-3-6-5.3-1.3-10.6 0-2.2 1.2-3 6z",
  short: "M15.3 17.5Q13.5 5.5 24 5.5t8.7 12q-.6-4.5-2.7-6.5-6 1.5-12 0-2.1 2-2.7 6.5z",
  "side-part": "M15.3 17.5Q13.3 5.3 24.5 5.3T32.7 17.5q-.7-4-2.2-5.7-6.5.2-10-3.8-.7 3.5-2.7 4.5-1.9 2-2.5 5z",
  bob: "M14.5 20Q12.5 5.5 24 5.5T33.5 20q-1-6-3-8.2-6.5.9-13 0-2 2.2-3 8.2z",
  long: "M14.3 22Q12.5 5.5 24 5.5T33.7 22q-.9-9-3.7-11.5-3.7 1-6-1.8-2.3 2.8-6 1.8-2.8 2.5-3.7 11.5z",
  wavy: "M14.3 20Q12.5 5.5 24 5.5T33.7 20q-1-5.5-2.5-8-3 1.2-5.2-2-3.7 3.5-8.5 2-2.2 2.5-3.2 8z",
  ponytail: "M15.3 17Q13.8 5.8 24 5.8T32.7 17q-.7-4.7-3-6.7-5.7-1.5-11.4 0-2.3 2-3 6.7z",
  bun: "M15.3 17Q13.8 5.8 24 5.8T32.7 17q-.7-4.7-3-6.7-5.7-1.5-11.4 0-2.3 2-3 6.7z",
  braids: "M15 18Q13.5 5.6 24 5.6T33 18q-.8-5.5-3-7.5-3.5.5-6-2.5-2.5 3-6 2.5-2.2 2-3 7.5z",
  afro: "M14.8 17Q12.5 4.5 24 4.5T33.2 17q-.7-4.8-3-6.5-6.2 1.5-12.4 0-2.3 1.7-3 6.5z",
  messy: "M15 18q-2.3-3.5-.8-7l-2-.3 3-2.4-.7-2.8 3.8 1 2.2-3.5 2.8 2.5 3.7-2.7 1.2 3.2 3.9-.9-.7 3 3 1.8-2 1.2q1.3 3.2-.4 6.9-.7-3.7-2.5-5.5l-3.3 1.5-2.4-2-3.3 2.3-1.8-1.8q-2.5 1.5-3.7 5.5z",
};
const CURLS = [[16, 12], [18.5, 8.5], [22, 6.8], [26, 6.8], [29.5, 8.5], [32, 12], [15.2, 16], [32.8, 16], [20.5, 10], [24, 9.5], [27.5, 10]] as const;

function HairBehind({ looks }: { looks: Looks }) {
  const path = BEHIND[looks.hair];
  return path ? <path d={path} fill={darker(looks.hair_colour, 0.14)} /> : null;
}

function HairFront({ looks }: { looks: Looks }) {
  const { hair, hair_colour: colour } = looks;
  if (hair === "curly") return <g fill={colour}>{CURLS.map(([x, y]) => <circle key={`${x} ${y}`} cx={x} cy={y} r="3" />)}</g>;
  return (
    <g fill={colour}>
      {FRONT[hair] ? <path d={FRONT[hair]} opacity={hair === "buzz" ? 0.75 : 1} /> : null}
      {hair === "braids" ? [20, 24, 28, 32].map((y, at) => <g key={y}><ellipse cx="14" cy={y} rx={2.3 - at * 0.2} ry="2.3" /><ellipse cx="34" cy={y} rx={2.3 - at * 0.2} ry="2.3" /></g>) : null}
    </g>
  );
}

function Hat({ looks }: { looks: Looks }) {
  const { hat, hat_colour: colour } = looks;
  const shade = darker(colour, 0.2);
  const straw = lighter(colour, 0.1);
  switch (hat) {
    case "cap": return <><path d="M15 12Q15 3.5 24 3.5T33 12z" fill={colour} /><path d="M27 10.8h10.5q1.2 1.7-1 2.2H27z" fill={shade} /></>;
    case "beanie": return <><path d="M15 12.5Q14.5 2 24 2t9 10.5z" fill={colour} /><path d="M14.3 10.2h19.4v3.6H14.3z" fill={shade} /></>;
    case "brim": return <><path d="M16.5 11.5 18 3.5q6-2 12 0l1.5 8z" fill={colour} /><path d="M10 11q14 4.5 28 0 .8 2-3 2.7-11 2-22 0-3.8-.7-3-2.7z" fill={shade} /></>;
    case "straw": return <><path d="M16.5 11.5Q17 3 24 3t7.5 8.5z" fill={straw} /><ellipse cx="24" cy="11.8" rx="15.5" ry="2.6" fill={straw} /><path d="M16.5 9h15v2.2h-15z" fill={shade} /></>;
    case "helmet": return <><path d="M13.5 17Q12 3 24 3t10.5 14l-3-.5q-.5-4-2.5-5H19q-2 1-2.5 5z" fill={colour} /><path d="M14 12.5h20" stroke={shade} strokeWidth="1" /></>;
    case "hood": return <path d="M12.5 30Q9.5 1.5 24 1.5T35.5 30l-3.7-1Q35 8.5 24 8.5T16.2 29z" fill={colour} />;
    case "headscarf": return <><path d="M13.5 28Q11.5 3.5 24 3.5T34.5 28l-4 2.5q3-19.5-6.5-19.5t-6.5 19.5z" fill={colour} /><path d="M18 28q6 5 12 0l1 4q-7 4-14 0z" fill={shade} /></>;
    case "crown": return <path d="M15.5 11.5 14.5 3l4.7 3.7L24 1.5l4.8 5.2L33.5 3l-1 8.5q-8.5 2-17 0z" fill={colour} stroke={shade} strokeWidth="0.6" />;
    case "chef": return <><path d="M16.5 8Q11.5 7 13 2.5t6-3q2-2.5 5-2.5t5 2.5q4.5-1.5 6 3T31.5 8z" fill="#f4f4f2" /><path d="M16.3 7h15.4v5.5H16.3z" fill="#dcdcd8" /></>;
    default: return null;
  }
}

const TORSO = "M24 30.5q6.5 0 9.5 1.3 5.5 2.2 6 11.2l.7 19.5H7.8L8.5 43q.5-9 6-11.2 3-1.3 9.5-1.3z";
const LONG = "M24 30.5q6.5 0 9.5 1.3 5.5 2.2 6 11.2l1.2 30H7.3L8.5 43q.5-9 6-11.2 3-1.3 9.5-1.3z";
const ARMS = "M14 36v26.5M34 36v26.5";

function Body({ looks }: { looks: Looks }) {
  const { top, top_colour: colour, accent_colour: accent, skin } = looks;
  const shade = darker(colour, 0.18);
  const arms = <path d={ARMS} stroke={shade} strokeWidth="0.9" fill="none" />;
  const buttons = (x: number, ys: readonly number[], fill: string) => ys.map((y) => <circle key={y} cx={x} cy={y} r="0.9" fill={fill} />);
  const lapels = <path d="m19 30.8 5 9.2 5-9.2 3 1.4L27 46l-3-3-3 3-5-13.8z" fill={shade} />;
  switch (top) {
    case "t-shirt": return <><path d={TORSO} fill={skin} /><path d="M24 30.5q6.5 0 9.5 1.3 5.5 2.2 6 11.2v4H34v15.5H14V47H8.5v-4q.5-9 6-11.2 3-1.3 9.5-1.3z" fill={colour} /><path d="M19.5 30.7q4.5 6 9 0z" fill={skin} /></>;
    case "sweater": return <><path d={TORSO} fill={colour} />{arms}<path d="M18.8 30.6q5.2 5 10.4 0l1 2q-6.2 5-12.4 0z" fill={shade} /><path d="M14 58.5h20v4H14z" fill={shade} /></>;
    case "jacket": return <><path d={TORSO} fill={colour} />{arms}<path d="M20 30.7 22 62.5h4l2-31.8q-4 2.5-8 0z" fill={accent} /><path d="m20 30.7 2 8M28 30.7l-2 8" stroke={shade} strokeWidth="1.4" /></>;
    case "coat": return <><path d={LONG} fill={colour} />{arms}<path d="m20.5 30.7 3.5 8 3.5-8q-3.5 1.6-7 0z" fill={accent} />{lapels}<path d="M24 44v29" stroke={shade} strokeWidth="0.9" />{buttons(21.5, [49, 55, 61], shade)}{buttons(26.5, [49, 55, 61], shade)}</>;
    case "suit": return <><path d={TORSO} fill={colour} />{arms}<path d="m19 30.7 5 15 5-15q-5 2-10 0z" fill="#f4f4f2" /><path d="m23 32.5h2l1 9-2 4-2-4z" fill={accent} />{lapels}{buttons(24, [52, 57], shade)}</>;
    case "dress": return <><path d={TORSO} fill={skin} /><path d="M17 31h3.5q3.5 5.5 7 0H31l2.5 13-1.5 6 7 24H9l7-24-1.5-6z" fill={colour} /><path d="M15.8 48.5h16.4v2.5H15.8z" fill={accent} /></>;
    case "hoodie": return <><path d="M13 33q-1-8 11-8t11 8z" fill={shade} /><path d={TORSO} fill={colour} />{arms}<path d="M18.5 31q5.5 6 11 0l-2 5.5q-3.5 2-7 0z" fill={shade} /><path d="M21.5 36v7M26.5 36v7" stroke={accent} strokeWidth="0.9" /><path d="M17 51h14l2 8H15z" fill={shade} /></>;
    case "apron": return <><path d={TORSO} fill={accent} /><path d="M14 36v26.5M34 36v26.5" stroke={darker(accent, 0.18)} strokeWidth="0.9" /><path d="M18.5 38h11v9h4.5v15.5H14V47h4.5z" fill={colour} /><path d="m19 38-1-7M29 38l1-7" stroke={colour} strokeWidth="1.5" /><path d="M19.5 52h9v5h-9z" fill={shade} /></>;
    case "uniform": return <><path d={TORSO} fill={colour} />{arms}<path d="m19 30.8 5 5.5 5-5.5 2 1.5-7 7.5-7-7.5z" fill={shade} /><path d="M10.5 34.5 16 32.3l1 2-6.5 3zM37.5 34.5 32 32.3l-1 2 6.5 3z" fill={accent} /><path d="M27 43h5v4.5h-5z" fill={shade} />{buttons(24, [43, 49, 55], accent)}</>;
    case "robe": return <><path d={LONG} fill={colour} />{arms}<path d="m19 30.7 6 17 4-17q-5 2-10 0z" fill={skin} /><path d="m18.5 30.8 8 20M29.5 30.8 22 47" stroke={accent} strokeWidth="2" /><path d="M13.5 51.5h21v3.5h-21z" fill={accent} /></>;
    case "vest": return <><path d={TORSO} fill={accent} /><path d="M14 36v26.5M34 36v26.5" stroke={darker(accent, 0.18)} strokeWidth="0.9" /><path d="m17 31.3 7 15 7-15 3 1.5v29.7H14V32.8z" fill={colour} />{buttons(24, [50, 55, 60], shade)}</>;
    case "raincoat": return <><path d="M13.5 33q-1-8 10.5-8t10.5 8z" fill={shade} /><path d={LONG} fill={colour} />{arms}<path d="M24 32v41" stroke={shade} strokeWidth="1" />{buttons(26.3, [39, 46, 53], accent)}<path d="M11.5 40q.5-5 3-6.5" stroke={lighter(colour, 0.35)} strokeWidth="1.2" fill="none" strokeLinecap="round" /></>;
    default: return <><path d={TORSO} fill={colour} />{arms}<path d="m19 30.7 5 5 5-5 2.2 1-4.2 7-3-3-3 3-4.2-7z" fill={accent} /><path d="M24 36v26.5" stroke={shade} strokeWidth="0.9" />{buttons(25.5, [42, 48, 54], accent)}</>;
  }
}

function Legs({ looks }: { looks: Looks }) {
  const { bottom, bottom_colour: colour, shoe_colour: shoes, skin } = looks;
  const shade = darker(colour, 0.18);
  const bare = <path d="M15 60h7.5l-.5 31h-6zM25.5 60H33l-1 31h-6z" fill={skin} />;
  const feet = <path d="M15.5 90h7v4.5h-10q0-3.5 3-4.5zM25.5 90h7q3 1 3 4.5h-10z" fill={shoes} />;
  switch (bottom) {
    case "skirt": return <>{bare}{feet}<path d="M13.8 60h20.4l4.3 20h-29z" fill={colour} /><path d="M19 62l-2.5 17M24 62v17M29 62l2.5 17" stroke={shade} strokeWidth="0.9" /></>;
    case "shorts": return <>{bare}{feet}<path d="M13.8 60h20.4l1.3 14.5H25.2L24 65l-1.2 9.5H12.5z" fill={colour} /></>;
    case "none": return <>{bare}{feet}</>;
    case "jeans": return <><path d="M13.8 60h20.4L33.5 91h-7.7L24 66l-1.8 25h-7.7z" fill={colour} />{feet}<path d="M15 62.5h6v4h-6M33 62.5h-6v4h6M14.7 87.5h7.6M25.7 87.5h7.6" stroke={lighter(colour, 0.35)} strokeWidth="0.8" fill="none" /></>;
    default: return <><path d="M13.8 60h20.4L33.5 91h-7.7L24 66l-1.8 25h-7.7z" fill={colour} />{feet}<path d="M18.5 64v25M29.5 64v25" stroke={shade} strokeWidth="0.7" /></>;
  }
}
