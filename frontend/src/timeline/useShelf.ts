// Whether the shots lie open above the lanes; remembered.
import { useState } from "react";

const NAME = "filmwright.timeline.shelf";

export function useShelf(): readonly [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(() => localStorage.getItem(NAME) === "open");
  return [open, (next) => {
    localStorage.setItem(NAME, next ? "open" : "shut");
    setOpen(next);
  }];
}
