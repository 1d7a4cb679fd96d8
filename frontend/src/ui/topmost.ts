// Where something must stand to be seen and reached whatever sheet is open: the sheet itself, for what is not in it is inert.
import { useEffect, useState } from "react";

/** The sheet that was opened last and is still open; the page where none is. */
export const topmost = (): HTMLElement => [...document.querySelectorAll<HTMLDialogElement>("dialog:modal")].at(-1) ?? document.body;

/** The same, kept up to date. */
export function useTopmost(): HTMLElement {
  const [host, setHost] = useState<HTMLElement>(document.body);
  const within = host !== document.body;
  useEffect(() => {
    const changes = new MutationObserver(() => setHost(topmost()));
    // A sheet that opens says so by its attribute; one that goes may be taken out of the page without a word.
    changes.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["open"], childList: within });
    setHost(topmost());
    return () => changes.disconnect();
  }, [within]);
  return host;
}
