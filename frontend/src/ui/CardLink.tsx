// A link on something that is itself clicked, dragged and walked by keys: what is done to it stays with it.
import type { ReactNode } from "react";

interface Props {
  /** Whether Tab comes by; where a card is walked by arrows it does not. */
  readonly reachable: boolean;
  readonly onAct: () => void;
  readonly children: ReactNode;
}

/** The link. */
export function CardLink({ reachable, onAct, children }: Props) {
  return (
    <button
      type="button" className="link" tabIndex={reachable ? 0 : -1}
      onPointerDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        onAct();
      }}
    >
      {children}
    </button>
  );
}
