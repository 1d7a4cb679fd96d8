// The document in the browser: what the server has, and my edits that it has not answered yet, on top.
import { create } from "zustand";
import { again, apply, type Change, type Edit, effective, inverse, type Records } from "./changes";
import { bail, commit, empty, type History, join, mark, record, redo, type Step, undo } from "./history";

export interface ProjectFields {
  readonly id: string;
  readonly title: string;
  readonly rate: string;
  readonly width: number;
  readonly height: number;
  readonly language: string;
}

export interface DocumentState {
  readonly project: ProjectFields | null;
  readonly revision: number;
  readonly committed: Records;
  readonly speculative: readonly Edit[];
  /** `committed` with `speculative` applied: what is drawn. */
  readonly records: Records;
  readonly history: History;
  readonly problem: string | null;
}

export const blank: DocumentState = {
  project: null,
  revision: 0,
  committed: {},
  speculative: [],
  records: {},
  history: empty,
  problem: null,
};

export const useDocument = create<DocumentState>(() => blank);

function redrawn(committed: Records, speculative: readonly Edit[]): Records {
  return speculative.reduce((records, edit) => apply(records, edit.changes), committed);
}

/** A whole document arrived. Edits that were not answered stay on top; another project begins anew. */
export function load(project: ProjectFields, revision: number, committed: Records): void {
  useDocument.setState((state) => {
    const kept = state.project?.id === project.id ? state.speculative : [];
    const history = state.project?.id === project.id ? state.history : empty;
    return { project, revision, committed, speculative: kept, records: redrawn(committed, kept), history, problem: null };
  });
}

/** Somebody's edit was written, mine or another's, as number `revision`. False when one before it is missing. */
export function arrived(revision: number, id: string, changes: readonly Change[]): boolean {
  const state = useDocument.getState();
  if (revision <= state.revision) {
    if (state.speculative.some((edit) => edit.id === id)) answered(id); // sent twice: the document has it already
    return true;
  }
  if (revision !== state.revision + 1) return false;
  const committed = apply(state.committed, changes);
  const speculative = state.speculative.filter((edit) => edit.id !== id);
  const about = changes.find((change) => change.kind === "project" && change.id === state.project?.id);
  const project = state.project && about ? ({ ...state.project, ...about.set } as ProjectFields) : state.project;
  useDocument.setState({ project, revision, committed, speculative, records: redrawn(committed, speculative) });
  return true;
}

function answered(id: string): void {
  useDocument.setState((state) => {
    const speculative = state.speculative.filter((edit) => edit.id !== id);
    return { speculative, records: redrawn(state.committed, speculative) };
  });
}

/** Edits of an earlier visit that were never answered: on top again, to be sent. */
export function restore(edits: readonly Edit[]): void {
  useDocument.setState((state) => {
    const known = new Set(state.speculative.map((edit) => edit.id));
    const speculative = [...edits.filter((edit) => !known.has(edit.id)), ...state.speculative];
    return { speculative, records: redrawn(state.committed, speculative) };
  });
}

/** The server refused an edit: it is taken back, and the reason is shown. */
export function refused(id: string, problem: string): void {
  useDocument.setState((state) => {
    const speculative = state.speculative.filter((edit) => edit.id !== id);
    return { speculative, records: redrawn(state.committed, speculative), problem };
  });
}

/**
 * Make an edit of mine now; the edit to send, or null when it changes nothing. Edits of one group are one step of undo, however
 * many they are and whatever else is done between them.
 */
export function edit(label: string, changes: readonly Change[], how: "record" | "unrecorded" | { readonly group: string } = "record"): Edit | null {
  const state = useDocument.getState();
  const kept = effective(state.records, changes);
  if (kept.length === 0) return null;
  const grouped = typeof how === "object" ? how : {};
  const made: Edit = { id: crypto.randomUUID(), label, changes: kept, ...grouped };
  const step: Step = { label, changes: again(state.records, kept), inverse: inverse(state.records, kept) };
  const kinds = { record, unrecorded: (history: History) => history };
  useDocument.setState({
    speculative: [...state.speculative, made],
    records: apply(state.records, kept),
    history: typeof how === "object" ? join(state.history, how.group, step) : kinds[how](state.history, step),
  });
  return made;
}

/** Something that the server wrote because I asked for it becomes a step of mine, or part of its group's: undo changes it back. */
export function remember(step: Step): void {
  useDocument.setState(({ history }) => ({ history: step.group ? join(history, step.group, step) : record(history, step) }));
}

/** A gesture begins: pointer down. */
export function begin(label: string): void {
  useDocument.setState((state) => ({ history: mark(state.history, label) }));
}

/** The gesture is over: pointer up. */
export function end(): void {
  useDocument.setState((state) => ({ history: commit(state.history) }));
}

/** The gesture is given up (Escape); the edit to send, or null. */
export function giveUp(): Edit | null {
  const [history, changes] = bail(useDocument.getState().history);
  useDocument.setState({ history });
  return edit("", changes, "unrecorded");
}

/** Undo my last step; the edit to send, or null. */
export function undoLast(): Edit | null {
  const [history, step] = undo(useDocument.getState().history);
  useDocument.setState({ history });
  return step ? edit(`undo: ${step.label}`, step.inverse, "unrecorded") : null;
}

/** Redo my last undone step; the edit to send, or null. */
export function redoLast(): Edit | null {
  const [history, step] = redo(useDocument.getState().history);
  useDocument.setState({ history });
  return step ? edit(`redo: ${step.label}`, step.changes, "unrecorded") : null;
}
