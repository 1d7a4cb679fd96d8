// Files that are dragged over something and dropped on it: what every place that takes files does alike.
import { type DragEvent, useState } from "react";
import { filesOf, hasFiles } from "./folders";

export interface FilesOver<At> {
  /** Where they hover; null while none do. */
  readonly over: At | null;
  readonly drop: {
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: () => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

/** `take` gets what was dropped, folders opened, and what `where` says of the place. Anything else that is dragged goes by. */
export function useFilesOver<At>(take: (files: File[], at: At) => void, where: (event: DragEvent) => At): FilesOver<At> {
  const [over, setOver] = useState<At | null>(null);
  const ours = (event: DragEvent): boolean => {
    if (!hasFiles(event.dataTransfer)) return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return {
    over,
    drop: {
      onDragOver: (event) => {
        if (ours(event)) setOver(where(event));
      },
      onDragLeave: () => setOver(null),
      onDrop: (event) => {
        setOver(null);
        if (!ours(event)) return;
        const at = where(event);
        void filesOf(event.dataTransfer).then((files) => take(files, at));
      },
    },
  };
}

/** For a place that is one place. */
export const here = (): true => true;
