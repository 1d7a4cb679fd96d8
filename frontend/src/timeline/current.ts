// The timeline of the open film as rows: its own once an editor took it over, the board's as long as it follows that.
import { useQuery } from "@tanstack/react-query";
import { client, got } from "../api/client";
import { steadied } from "../api/links";
import { queries } from "../api/queries";
import type { Records } from "../document/changes";
import { useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { type BoardInTime, boardRows, lengthsOf, type Marker, markersOf, NO_ROWS, type Rows, storedRows } from "./rows";

export interface Current {
  /** Its id; empty as long as there is none. */
  readonly id: string;
  readonly follows: boolean;
  readonly rows: Rows;
  readonly markers: readonly Marker[];
  readonly board: Board | null;
}

export type Board = BoardInTime & { readonly shots: Readonly<Record<string, { readonly frames: number; readonly sound: boolean; readonly proxy: { readonly url: string | null } | null }>> };

/** The board in time, asked for again when the film changes. */
export const useBoardInTime = (timeline: string | undefined) =>
  useQuery({
    queryKey: ["boardInTime", timeline],
    enabled: timeline !== undefined,
    queryFn: async (): Promise<Board> =>
      steadied(await got(client.GET("/api/timelines/{timeline_id}/board", { params: { path: { timeline_id: timeline ?? "" } } }))) as unknown as Board,
  });

let last: { readonly records: Records; readonly board: Board | null; readonly id: string; readonly current: Current } | null = null;

/** Worked out once for the same records and board. */
export function currentOf(records: Records, id: string, board: Board | null): Current {
  if (last && last.id === id && last.board === board && sameKinds(last.records, records)) return last.current;
  const follows = records["timeline"]?.[id]?.["follows"] !== false;
  const rows = !id || !board ? NO_ROWS : follows ? boardRows(board) : storedRows(records, id, lengthsOf(board));
  const current = { id, follows, rows, markers: id ? markersOf(records, id) : [], board };
  last = { records, board, id, current };
  return current;
}

const KINDS = ["timeline", "track", "clip", "transition", "marker", "shot", "scene"];
const sameKinds = (one: Records, other: Records): boolean => KINDS.every((kind) => one[kind] === other[kind]);

/** The timeline, drawn again when it changes. */
export function useCurrent(): Current {
  const { timeline } = useOpenFilm();
  const board = useBoardInTime(timeline);
  const records = useDocument((state) => state.records);
  return currentOf(records, timeline ?? "", board.data ?? null);
}

/** The timeline as it is now, for verbs; null as long as it is not known. */
export function currentNow(): Current | null {
  const { project, records } = useDocument.getState();
  const id = project ? queries.getQueryData<{ readonly id: string }>(["timeline", project.id])?.id : undefined;
  const board = id ? queries.getQueryData<Board>(["boardInTime", id]) : undefined;
  return id && board ? currentOf(records, id, board) : null;
}
