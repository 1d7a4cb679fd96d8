// Dropping effects on a card, a scene or the film: the browser's own drag and drop, beside the board's dragging of cards.
import { type DragEvent, useMemo, useRef, useState } from "react";
import { create } from "zustand";
import { applyEffects } from "./apply";
import { type Carried, MEDIA, readEffects, type Target, written } from "./stack";

interface EffectDrop {
  /** An effect is held over it. */
  readonly over: boolean;
  readonly props: {
    readonly onDragEnter: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: () => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

const carries = (event: DragEvent): boolean => event.dataTransfer.types.includes(MEDIA);

/** Spread `props` on what effects may be dropped on; `target` is asked when they are. */
export function useEffectDrop(target: () => Target): EffectDrop {
  const [over, setOver] = useState(false);
  const inside = useRef(0); // entering a child leaves its parent
  const asked = useRef(target);
  asked.current = target;
  const props = useMemo(
    () => ({
      onDragEnter: (event: DragEvent) => {
        if (!carries(event)) return;
        event.preventDefault();
        inside.current++;
        setOver(true);
      },
      onDragOver: (event: DragEvent) => {
        if (!carries(event)) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = "copy";
      },
      onDragLeave: () => {
        inside.current = Math.max(0, inside.current - 1);
        if (inside.current === 0) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        inside.current = 0;
        setOver(false);
        if (!carries(event)) return;
        event.preventDefault();
        event.stopPropagation();
        applyEffects(readEffects(event.dataTransfer.getData(MEDIA)), asked.current(), source);
      },
    }),
    [],
  );
  return { over, props };
}

/** Whether an effect is being dragged anywhere in this window. */
export const useCarried = create<{ readonly carried: boolean }>(() => ({ carried: false }));

let source = ""; // the shot whose effect is carried: it has it already

function begun(from: string): void {
  source = from;
  const ended = (): void => {
    setTimeout(() => useCarried.setState({ carried: false })); // whoever is dropped on hears of it first
    for (const name of ["dragend", "drop"]) window.removeEventListener(name, ended, true);
  };
  for (const name of ["dragend", "drop"]) window.addEventListener(name, ended, true);
  setTimeout(() => useCarried.setState({ carried: true })); // changing the page at once would end the drag
}

/** What makes an element carry effects when it is dragged, `from` a shot's stack or from the list of all. */
export function carrying(effects: () => readonly Carried[], from = ""): { draggable: true; onDragStart: (event: DragEvent) => void } {
  return {
    draggable: true,
    onDragStart: (event) => {
      event.stopPropagation();
      event.dataTransfer.setData(MEDIA, written(effects()));
      event.dataTransfer.effectAllowed = "copyMove";
      begun(from);
    },
  };
}
