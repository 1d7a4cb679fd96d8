// Where the picture lies on the screen: zoomed to the pointer, moved, never lost; places in it are shares of its width and height. Pure.

/** The picture as it is drawn in the view, in CSS pixels. */
export interface ViewBox {
  /** Where the view's upper left corner is in the window. */
  readonly originX: number;
  readonly originY: number;
  /** How large the view is. */
  readonly boxWidth: number;
  readonly boxHeight: number;
  /** Where the picture's upper left corner is in the view, and how large it is drawn. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const NEAREST = 32; // times as large as when the whole picture is seen
export const FARTHEST = 0.5;
const MARGIN = 16;

/** The view of a picture of that shape; `zoom` 1 shows all of it. */
export function viewOf(box: Size & { readonly x: number; readonly y: number }, picture: Size, zoom: number, pan: readonly [number, number]): ViewBox {
  const fit = Math.max(1e-6, Math.min((box.width - 2 * MARGIN) / picture.width, (box.height - 2 * MARGIN) / picture.height));
  const width = picture.width * fit * zoom;
  const height = picture.height * fit * zoom;
  return {
    originX: box.x, originY: box.y, boxWidth: box.width, boxHeight: box.height,
    left: (box.width - width) / 2 + pan[0], top: (box.height - height) / 2 + pan[1], width, height,
  };
}

/** The place in the picture under a point of the window, in shares: below 0 or above 1 beside it. */
export const toPicture = (view: ViewBox, clientX: number, clientY: number): [number, number] => [
  (clientX - view.originX - view.left) / view.width, (clientY - view.originY - view.top) / view.height,
];

/** The point of the view, in CSS pixels from its corner, where a place of the picture is drawn. */
export const toScreen = (view: ViewBox, x: number, y: number): [number, number] => [view.left + x * view.width, view.top + y * view.height];

export const inside = ([x, y]: readonly [number, number]): boolean => x >= 0 && x <= 1 && y >= 0 && y <= 1;

/** A place held within the picture. */
export const held = ([x, y]: readonly [number, number]): [number, number] => [Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y))];

/** Zoom by a factor so that what is under the point of the window stays there; gives the zoom and the pan. */
export function zoomedAt(view: ViewBox, zoom: number, factor: number, clientX: number, clientY: number): { zoom: number; pan: [number, number] } {
  const next = Math.min(NEAREST, Math.max(FARTHEST, zoom * factor));
  const by = next / zoom;
  const [x, y] = toPicture(view, clientX, clientY);
  const width = view.width * by;
  const height = view.height * by;
  const left = clientX - view.originX - x * width;
  const top = clientY - view.originY - y * height;
  return { zoom: next, pan: kept({ ...view, width, height }, [left - (view.boxWidth - width) / 2, top - (view.boxHeight - height) / 2]) };
}

/** A pan with which something of the picture stays in sight: a quarter of the view at least. */
export function kept(view: ViewBox, pan: readonly [number, number]): [number, number] {
  const within = (by: number, drawn: number, box: number): number => {
    const most = Math.max(0, (drawn + box) / 2 - Math.min(drawn, box) / 4);
    return Math.min(most, Math.max(-most, by));
  };
  return [within(pan[0], view.width, view.boxWidth), within(pan[1], view.height, view.boxHeight)];
}
