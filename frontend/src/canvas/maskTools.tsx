// The tools that make masks: click, box, brush, words, remove; and the hand that moves the picture. What they lay over it is in overlays/.
import { BrushOptions, BrushOverlay } from "./overlays/BrushOverlay";
import { PointOverlay } from "./overlays/PointOverlay";
import { WordsOptions, WordsOverlay } from "./overlays/Words";
import type { CanvasTool } from "./tool";

export const clickTool: CanvasTool = {
  id: "click", key: "c", words: "canvas.tool.click", hint: "canvas.hint.click", sees: "take", Overlay: ({ view }) => <PointOverlay view={view} mode="click" />,
  icon: "M5.500 2.500v8l2.300-2.200 1.700 4 1.700-.7-1.700-3.900H13zM2.500 3.500h.01M2.500 6.500h.01M2.500 9.500h.01",
};
export const boxTool: CanvasTool = {
  id: "box", key: "r", words: "canvas.tool.box", hint: "canvas.hint.box", sees: "take", Overlay: ({ view }) => <PointOverlay view={view} mode="box" />,
  icon: "M2.500 5V2.500H5M11 2.500h2.500V5M13.500 11v2.500H11M5 13.500H2.500V11M7 2.500h2M7 13.500h2M2.500 7v2M13.500 7v2",
};
export const brushTool: CanvasTool = {
  id: "brush", key: "b", words: "canvas.tool.brush", hint: "canvas.hint.brush", sees: "take", Overlay: BrushOverlay, Options: BrushOptions,
  icon: "M13.500 2.500 7.500 8.700l-.3 1.600 1.600-.3L14 4zM7 10c-2-.5-3.500.7-3.500 2.300 0 .6-.5 1-1.300 1.200 2.500.8 5 0 5-2.200",
};
export const wordsTool: CanvasTool = {
  id: "words", key: "t", words: "canvas.tool.words", hint: "canvas.hint.words", sees: "take", Overlay: WordsOverlay, Options: WordsOptions,
  icon: "M3 4.500V3h10v1.500M8 3v10M6 13h4",
};
export const removeTool: CanvasTool = {
  id: "remove", key: "g", words: "canvas.tool.remove", hint: "canvas.hint.remove", sees: "stack", Overlay: ({ view }) => <PointOverlay view={view} mode="remove" />,
  icon: "M3.500 3.500c3-2 7.500-1 8.500 2.500M13.500 9c-.5 4-5.500 6-9 3.500M2.500 6.500v.01M2 9v.01M6 6l4 4M10 6l-4 4",
};
export const handTool: CanvasTool = {
  id: "hand", key: "h", words: "canvas.tool.hand", hint: "canvas.hint.hand", sees: "stack", Overlay: () => <div className="canvas-overlay" />,
  icon: "M5.500 8V4a1 1 0 0 1 2 0v3.500V3a1 1 0 0 1 2 0v4.500V4a1 1 0 0 1 2 0v5.500c0 3-1.500 4.500-4 4.500-2 0-3-1-4-3L2.700 9.300a1 1 0 0 1 1.700-1l1.100 1.500",
};
