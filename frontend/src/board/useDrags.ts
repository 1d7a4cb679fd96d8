// How a press on a card or a heading becomes a move: where it would land is arithmetic, and nothing but the line is drawn meanwhile.
import { type PointerEvent, type RefObject, useMemo } from "react";
import { filmOf } from "../document/select";
import { useDocument } from "../document/store";
import { moveSceneTo, moveShots } from "../film/verbs";
import { useView } from "../view/store";
import { dropAt, letGo, useDragging } from "./dragging";
import { followDrag } from "./gesture";
import { type Bands, dropOf, gapAt, type Grid, sceneGapAt } from "./layout";

/** The board as it is drawn now. */
export interface Drawn {
  readonly grid: Grid;
  readonly bands: Bands;
}

/** Stays at this height of the window when the board is drawn anew. */
export interface Anchor {
  readonly shot?: string;
  readonly scene?: string;
  readonly y: number;
}

interface Stage {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly film: RefObject<HTMLElement | null>;
  readonly ghost: RefObject<HTMLElement | null>;
  readonly drawn: RefObject<Drawn>;
  readonly anchor: RefObject<Anchor | null>;
}

const CONTROLS = "button:not(.heading):not(.label), a, input, textarea, select, [role=menu]";

const isDrag = (event: PointerEvent): boolean =>
  event.button === 0 && event.isPrimary && !(event.target instanceof Element && event.target.closest(CONTROLS));

/** What a press on a card and on a heading begins. */
export function useDrags({ scroller, film, ghost, drawn, anchor }: Stage) {
  return useMemo(() => {
    const carried = (x: number, y: number): void => {
      if (ghost.current) ghost.current.style.transform = `translate3d(${Math.round(x)}px, ${Math.round(y)}px, 0)`;
    };
    const inFilm = (x: number, y: number): readonly [number, number] => {
      const box = film.current?.getBoundingClientRect();
      return [x - (box?.left ?? 0), y - (box?.top ?? 0)];
    };
    const pressShot = (event: PointerEvent, shot: string): void => {
      if (!scroller.current || !isDrag(event)) return;
      let moving: ReadonlySet<string> = new Set();
      followDrag(event.nativeEvent, scroller.current, {
        begin: () => {
          const { selection } = useView.getState();
          const { shots } = filmOf(useDocument.getState().records);
          const chosen = selection.includes(shot) ? shots.filter((one) => selection.includes(one.shot.id)).map((one) => one.shot.id) : [shot];
          moving = new Set(chosen);
          useDragging.setState({ shots: chosen });
        },
        move: (x, y) => {
          carried(x, y);
          const { bands, grid } = drawn.current;
          const gap = gapAt(bands, grid, ...inFilm(x, y));
          dropAt(gap && dropOf(gap, moving));
        },
        end: (done) => {
          const { drop } = useDragging.getState();
          letGo();
          // A colleague may have put one of them away meanwhile.
          const { byId } = filmOf(useDocument.getState().records);
          const left = [...moving].filter((one) => byId.has(one));
          if (done && drop && left.length > 0) moveShots(left, drop.scene, drop.index);
        },
      });
    };
    const pressScene = (event: PointerEvent, scene: string): void => {
      if (!scroller.current || !isDrag(event)) return;
      let height = event.clientY;
      followDrag(event.nativeEvent, scroller.current, {
        begin: () => {
          anchor.current = { scene, y: height };
          useDragging.setState({ scene });
        },
        move: (x, y) => {
          height = y;
          carried(x, y);
          const gap = sceneGapAt(drawn.current.bands, inFilm(x, y)[1]);
          if (useDragging.getState().gap !== gap) useDragging.setState({ gap });
        },
        end: (done) => {
          const { gap } = useDragging.getState();
          const { scenes } = filmOf(useDocument.getState().records);
          const from = scenes.findIndex((one) => one.scene.id === scene);
          anchor.current = { scene, y: height };
          letGo();
          if (done && gap !== null && from >= 0) moveSceneTo(scene, gap > from ? gap - 1 : gap);
        },
      });
    };
    return { pressShot, pressScene };
  }, [scroller, film, ghost, drawn, anchor]);
}
