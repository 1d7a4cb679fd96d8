// Every string of the interface in English, one file for each part of the studio; zh has the same keys.
import { board } from "./board";
import { bring } from "./bring";
import { camera } from "./camera";
import { canvas } from "./canvas";
import { clips } from "./clips";
import { colour } from "./colour";
import { common } from "./common";
import { direction } from "./direction";
import { footage } from "./footage";
import { forms } from "./forms";
import { choices } from "./choices";
import { effects } from "./effects";
import { operations } from "./operations";
import { parameters } from "./parameters";
import { help } from "./help";
import { layers } from "./layers";
import { library } from "./library";
import { looks } from "./looks";
import { player } from "./player";
import { story } from "./story";
import { takes } from "./takes";
import { timeline } from "./timeline";

export const en = { ...board, ...bring, ...camera, ...canvas, ...clips, ...colour, ...common, ...direction, ...footage, ...forms, ...effects, ...operations, ...parameters, ...choices, ...help, ...layers, ...library, ...looks, ...player, ...story, ...takes, ...timeline } as const;

export type Key = keyof typeof en;
