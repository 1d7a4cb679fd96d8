// The tools of the canvas, in the order of the bar at its left; neighbours add theirs here.
import { moveTool } from "../layers/tools/move";
import { pathTool } from "../layers/tools/path";
import { placeTool } from "../layers/tools/place";
import { boxTool, brushTool, clickTool, handTool, removeTool, wordsTool } from "./maskTools";
import type { ToolId } from "./store";
import type { CanvasTool } from "./tool";

/** Groups, with a line between them. */
export const groups: readonly (readonly CanvasTool[])[] = [
  [clickTool, boxTool, brushTool, wordsTool],
  [removeTool],
  [moveTool, pathTool, placeTool],
  [handTool],
];

export const tools: readonly CanvasTool[] = groups.flat();

/** The tool of this name; the first where it is not there. */
export const toolOf = (id: ToolId): CanvasTool => tools.find((one) => one.id === id) ?? clickTool;
