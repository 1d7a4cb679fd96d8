// A button that opens a short list of things to do: the browser's own popover, so that it lies over everything and goes away by itself.
import { type ReactNode, useId, useRef, useState } from "react";
import { Icon, type IconName } from "./Icon";

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  readonly run: () => void;
}

interface Props {
  readonly label: string;
  readonly icon?: IconName;
  readonly items: readonly MenuItem[];
  readonly className?: string;
  readonly children?: ReactNode;
}

/** Arrows go through it, Enter does it, Escape and a click beside it close it. */
export function Menu({ label, icon = "more", items, className = "icon-button", children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const choices = (): HTMLButtonElement[] => [...(list.current?.querySelectorAll<HTMLButtonElement>("button:not(:disabled)") ?? [])];
  const place = (): void => {
    const [from, box] = [button.current?.getBoundingClientRect(), list.current];
    if (!from || !box) return;
    const { offsetWidth: width, offsetHeight: height } = box;
    box.style.left = `${Math.max(8, Math.min(from.right - width, window.innerWidth - width - 8))}px`;
    box.style.top = `${from.bottom + height + 8 > window.innerHeight ? Math.max(8, from.top - height - 4) : from.bottom + 4}px`;
  };
  return (
    <>
      <button
        ref={button} type="button" className={className} aria-haspopup="menu" aria-expanded={open} aria-label={children ? undefined : label} title={label}
        popoverTarget={id}
      >
        {children ?? <Icon name={icon} />}
      </button>
      <div
        ref={list} id={id} popover="auto" role="menu" aria-label={label} className="menu"
        onToggle={(event) => {
          const shown = event.newState === "open";
          setOpen(shown);
          if (!shown) return;
          place();
          choices()[0]?.focus();
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          const all = choices();
          const at = all.findIndex((one) => one === document.activeElement);
          const to = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : event.key === "Home" ? 0 : event.key === "End" ? -1 : null;
          if (event.key === "Tab") list.current?.hidePopover();
          if (to === null) return;
          event.preventDefault();
          all.at(to === -1 ? -1 : to % all.length)?.focus();
        }}
      >
        {items.map((one) => (
          <button
            key={one.label} type="button" role="menuitem" disabled={one.disabled} className={one.danger ? "danger" : ""}
            onClick={() => {
              list.current?.hidePopover();
              one.run();
            }}
          >
            <span className="menu-icon">{one.icon ? <Icon name={one.icon} size={14} /> : null}</span>
            <span>{one.label}</span>
            {one.hint ? <kbd>{one.hint}</kbd> : null}
          </button>
        ))}
      </div>
    </>
  );
}
