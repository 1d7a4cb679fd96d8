// Buttons: one thing to do next is amber, everything else is quiet; an icon alone carries its words for readers and as a tip.
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: "act" | "plain" | "quiet" | "danger";
  readonly icon?: IconName;
  readonly children?: ReactNode;
}

/** A button with words. */
export function Button({ kind = "plain", icon, children, className = "", ...rest }: ButtonProps) {
  return (
    <button type="button" className={`button ${kind} ${className}`} {...rest}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: IconName;
  readonly label: string;
  readonly shortcut?: string;
}

/** A button that is an icon. */
export function IconButton({ icon, label, shortcut, className = "", ...rest }: IconButtonProps) {
  const title = shortcut ? `${label} (${shortcut})` : label;
  return (
    <button type="button" className={`icon-button ${className}`} aria-label={label} title={title} {...rest}>
      <Icon name={icon} />
    </button>
  );
}
