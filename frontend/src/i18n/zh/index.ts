// Every string of the interface in Chinese, one file for each part of the studio.
import type { Key } from "../en";
import { board } from "./board";
import { bring } from "./bring";
import { common } from "./common";
import { library } from "./library";
import { player } from "./player";
import { takes } from "./takes";

export const zh: Readonly<Record<Key, string>> = { ...board, ...bring, ...common, ...library, ...player, ...takes };
