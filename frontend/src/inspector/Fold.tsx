// A part of the inspector that folds, and stays as it was left.
import { type ReactNode, useId } from "react";
import { create } from "zustand";
import { Icon } from "../ui/Icon";

const NAME = "filmwright.folds";

function kept(): Readonly<Record<string, boolean>> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(NAME) ?? "{}");
    return found && typeof found === "object" ? (found as Record<string, boolean>) : {};
  } catch {
    return {}; // no storage, or somebody else's words in it: everything is as usual
  }
}

const useFolds = create<{ readonly open: Readonly<Record<string, boolean>> }>(() => ({ open: kept() }));

interface Props {
  /** What it is remembered by. */
  readonly name: string;
  readonly title: string;
  /** Whether it is open for somebody who never touched it. */
  readonly usual: boolean;
  /** One line about what is inside, shown while it is folded. */
  readonly summary?: string | undefined;
  /** Beside the title, not folded with it. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part. */
export function Fold({ name, title, usual, summary, tools, children }: Props) {
  const id = useId();
  const open = useFolds((state) => state.open[name] ?? usual);
  const turn = (): void => {
    const next = { ...useFolds.getState().open, [name]: !open };
    useFolds.setState({ open: next });
    try {
      localStorage.setItem(NAME, JSON.stringify(next));
    } catch {
      // full or forbidden: remembered until the window closes
    }
  };
  return (
    <section className={open ? "fold open" : "fold"}>
      <div className="fold-head">
        <h3>
          <button type="button" aria-expanded={open} aria-controls={id} onClick={turn}>
            <Icon name="fold" size={12} />
            <span className="fold-title">{title}</span>
            {!open && summary ? <span className="summary">{summary}</span> : null}
          </button>
        </h3>
        {open ? tools : null}
      </div>
      <div id={id} className="fold-body" hidden={!open}>{open ? children : null}</div>
    </section>
  );
}
