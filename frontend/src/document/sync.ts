// My edits to the server, in order and once; theirs to me; after any gap, what is missing is fetched.
import { ApiProblem, client, got } from "../api/client";
import { problemWords } from "../i18n/problems";
import { follow, type StudioEvent } from "../api/socket";
import { buildChanged, nodeChanged, previewArrived } from "../nodes/store";
import type { Change, Edit, Records } from "./changes";
import { part } from "./groups";
import { arrived, load, refused, restore, useDocument } from "./store";
import { colourOf, type Pointing, type Presence, Teller } from "./presence";
import { keep, take } from "./unsent";
import { told } from "../story/store";
import { useView } from "../view/store";
import { create } from "zustand";

interface Link {
  readonly online: boolean;
  /** 4401 or 4404 once the project cannot be followed any more. */
  readonly closed: number | null;
  readonly people: Readonly<Record<string, Colleague>>;
}

/** Somebody else who has this film open. */
export interface Colleague extends Presence {
  readonly user: string;
  readonly colour: string;
}

export const useLink = create<Link>(() => ({ online: true, closed: null, people: {} }));

let teller: Teller | null = null;

/** I point at a place of a card, or at none. */
export function pointAt(at: Pointing | null): void {
  if (teller && (at !== null || pointed)) teller.change({ at });
  pointed = at !== null;
}
let pointed = false;

let sending = false;
let retry: ReturnType<typeof setTimeout> | undefined;

/** Opens a project: its document, then its socket. The function returned closes it. */
export function openProject(id: string): () => void {
  let over = false;
  let socket: ReturnType<typeof follow> | undefined;
  let keeping = (): void => undefined;
  let untell = (): void => undefined;
  useLink.setState({ online: true, closed: null, people: {} });
  const begin = async (): Promise<void> => {
    try {
      await fetchDocument(id);
    } catch (problem) {
      if (over) return;
      if (problem instanceof ApiProblem && problem.status === 404) useLink.setState({ closed: 4404 });
      else {
        useLink.setState({ online: false });
        setTimeout(() => void (over || begin()), 2000);
      }
      return;
    }
    if (over) return;
    restore(take(localStorage, id));
    keeping = useDocument.subscribe((state, before) => {
      if (state.project?.id === id && state.speculative !== before.speculative) keep(localStorage, id, state.speculative);
    });
    keep(localStorage, id, useDocument.getState().speculative);
    flush();
    socket = follow(id, {
      event: (event) => void received(id, event),
      online: (online) => {
        useLink.setState({ online });
        if (online) flush();
      },
      closed: (closed) => useLink.setState({ closed }),
      revision: () => useDocument.getState().revision,
    });
    const { say } = socket;
    const telling = new Teller(say);
    teller = telling;
    const leaveView = useView.subscribe((state, before) => {
      if (state.selection !== before.selection) telling.change({ selection: state.selection });
      if (state.frame !== before.frame) telling.change({ frame: state.frame });
    });
    untell = () => {
      leaveView();
      telling.stop();
      if (teller === telling) teller = null;
    };
  };
  void begin();
  const away = (): void => useLink.setState({ online: false });
  const back = (): void => {
    if (!over) void fetchDocument(id).then(() => useLink.setState({ online: true })).then(flush, away);
  };
  window.addEventListener("offline", away);
  window.addEventListener("online", back);
  return () => {
    window.removeEventListener("offline", away);
    window.removeEventListener("online", back);
    over = true;
    keeping();
    untell();
    socket?.close();
  };
}

/** The whole document, anew. */
export async function fetchDocument(id: string): Promise<void> {
  const found = await got(client.GET("/api/projects/{id}", { params: { path: { id } } }));
  const { records, revision, ...project } = found;
  load(project, revision, records as Records);
}

async function received(id: string, event: StudioEvent): Promise<void> {
  switch (event.type) {
    case "hello":
      useLink.setState({ people: {} }); // who is still here answers what is told now
      teller?.tell();
      if (event.revision > useDocument.getState().revision) await catchUp(id);
      return;
    case "edit":
      noted(event);
      if (!arrived(event.revision, event.id, event.changes as unknown as Change[])) await catchUp(id);
      return;
    case "node":
      nodeChanged(event);
      return;
    case "build":
      buildChanged(event);
      return;
    case "preview":
      previewArrived(event.key, event.jpeg);
      return;
    case "telling":
      told(id, event.done, event.of);
      return;
    case "presence": {
      const people = { ...useLink.getState().people };
      const isNew = !(event.client in people);
      if (event.here === false) delete people[event.client];
      else {
        const { user, selection = [], frame = null, at = null } = event;
        people[event.client] = { user, selection, frame, at, colour: colourOf(event.client) };
        if (isNew) teller?.tell(); // they do not know me yet
      }
      useLink.setState({ people });
    }
  }
}

/** What the studio writes in a group may be a step of mine; once, however often it is told. */
function noted(edit: { readonly revision: number; readonly id: string; readonly group?: string | null; readonly changes: unknown }): void {
  const { revision, records, speculative } = useDocument.getState();
  if (speculative.some((one) => one.id === edit.id)) return; // this window wrote it
  if (edit.group && edit.revision === revision + 1) part(edit.group, records, edit.changes as readonly Change[]);
}

async function catchUp(id: string): Promise<void> {
  const since = useDocument.getState().revision;
  const missed = await got(client.GET("/api/projects/{id}/edits", { params: { path: { id }, query: { since } } }));
  for (const edit of missed) {
    noted(edit);
    if (!arrived(edit.revision, edit.id, edit.changes as unknown as Change[])) return fetchDocument(id);
  }
}

/** Send an edit of mine (null sends nothing). It stays on top of the document until the server has answered. */
export function send(edit: Edit | null): void {
  if (edit) flush();
}

function flush(): void {
  clearTimeout(retry);
  if (!sending) void drain();
}

async function drain(): Promise<void> {
  sending = true;
  try {
    for (;;) {
      const { project, speculative } = useDocument.getState();
      const next = speculative.find((edit) => !answered.has(edit.id));
      if (!project || !next) return;
      await post(project.id, next);
      if (!useLink.getState().online) useLink.setState({ online: true });
    }
  } catch {
    if (useLink.getState().closed !== null) return;
    useLink.setState({ online: false });
    retry = setTimeout(flush, 1500); // the same edit with the same id: the server knows whether it has it
  } finally {
    sending = false;
  }
}

const answered = new Set<string>();
const anew = new Set<string>();

async function post(project: string, edit: Edit): Promise<void> {
  const base = useDocument.getState().revision;
  const changes = edit.changes as unknown as { kind: string; id: string; set: never }[];
  const body = { id: edit.id, base, label: edit.label, group: edit.group ?? null, changes };
  try {
    const written = await got(client.POST("/api/projects/{id}/edits", { params: { path: { id: project } }, body }));
    answered.add(edit.id);
    if (!arrived(written.revision, written.id, written.changes as unknown as Change[])) await catchUp(project);
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.status === 0 || problem.status === 429 || problem.status >= 500) throw problem;
    if (problem.status === 401) {
      useLink.setState({ closed: 4401 }); // nothing is lost: what waits is sent after the next login
      throw problem;
    }
    if (problem.code === "STALE_BASE" && !anew.has(edit.id)) {
      anew.add(edit.id); // the studio was brought back from an older copy: what it has now, and this on top
      return fetchDocument(project);
    }
    refused(edit.id, problemWords(problem));
  }
}
