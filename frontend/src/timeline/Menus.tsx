// What a right click offers: the same verbs as keys and bar, about the clip, the gap, the track or the marker beneath it.
import { useCallback, useState } from "react";
import { type ContextItem, ContextMenu } from "../board/ContextMenu";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { useView } from "../view/store";
import { addTrack, bladeHere, bring, chooseForward, chosenNow, enable, frameNow, link, perform, remove, removeTrack, replaceWith, setMarker, speedTo, transition } from "./act";
import type { Current } from "./current";
import { closeGap } from "./edits/places";
import { ratioOf } from "./edits/speed";
import type { Clip } from "./rows";
import { useTimelineView } from "./store";
import { ClipSheet } from "./ClipSheet";

type Items = readonly (ContextItem | null)[];

/** The menu that is open, if any, and the sheet it may lead to. */
export function Menus({ current }: { readonly current: Current }) {
  const t = useWords();
  const menu = useTimelineView((state) => state.menu);
  const [sheet, setSheet] = useState<readonly string[] | null>(null);
  const close = useCallback(() => useTimelineView.setState({ menu: null }), []);
  const clip = menu?.about === "clip" ? current.rows.clips.get(menu.id) : undefined;
  return (
    <>
      {menu ? <ContextMenu key={`${menu.x} ${menu.y}`} title={t("tl.title")} at={menu} onClose={close} items={
        clip ? clipItems(current, clip, t, setSheet) : menu.about === "track" ? trackItems(current, menu.id, t) : menu.about === "marker" ? markerItems(menu.id, t) : gapItems(menu.id, t)
      } /> : null}
      {sheet ? <ClipSheet current={current} ids={sheet} onClose={() => setSheet(null)} /> : null}
    </>
  );
}

type T = ReturnType<typeof useWords>;

function clipItems(current: Current, clip: Clip, t: T, open: (ids: readonly string[]) => void): Items {
  const ids = chosenNow();
  const { selection } = useView.getState();
  const other = selection.find((one) => one !== clip.shot);
  const { over, under } = ratioOf(clip.speed);
  const picture = current.rows.tracks.find((one) => one.id === clip.track)?.kind === "picture";
  const linked = clip.link !== null && [...current.rows.clips.values()].some((one) => one.link === clip.link && one.id !== clip.id);
  const mixes = picture ? (["dissolve", "dip", "wipe"] as const).map((kind): ContextItem => ({ label: t(`tl.mix.${kind}` as Key), run: () => transition(clip, "head", kind) })) : [];
  const mixed = [...current.rows.mixes.values()].some((one) => one.track === clip.track && one.start <= clip.start && one.start + one.frames >= clip.start);
  return [
    { label: t("tl.cutHere"), keys: "Ctrl B", run: () => bladeHere(false) },
    { label: t("tl.lift"), keys: "⌫", run: () => remove(false) },
    { label: t("tl.extract"), keys: "⇧ ⌫", run: () => remove(true) },
    { label: t("tl.forward"), keys: "A", run: chooseForward },
    null,
    { label: t(clip.enabled ? "tl.disable" : "tl.enableIt"), keys: "D", run: () => enable(ids, !clip.enabled) },
    { label: t(linked ? "tl.unlink" : "tl.linkIt"), keys: "G", disabled: !linked && ids.length < 2, run: () => link(ids, !linked) },
    ...(other ? [{ label: t("tl.replace"), run: () => replaceWith(ids, other) }] : []),
    { label: t("tl.clipSheet"), run: () => open(ids) },
    null,
    ...([[1, 2], [1, 1], [2, 1], [-1, 1], [0, 1]] as const).map(([a, b]): ContextItem => ({
      label: a === 0 ? t("tl.freeze") : a < 0 ? t("tl.reverse") : t("tl.speed", { percent: Math.round((a / b) * 100) }), disabled: clip.tone !== "" || (over * b === a * under), run: () => speedTo(ids, a, b),
    })),
    ...(mixes.length > 0 ? [null, ...mixes, ...(mixed ? [{ label: t("tl.mix.none"), run: () => transition(clip, "head", null) }] : [])] : []),
  ];
}

function gapItems(track: string, t: T): Items {
  const frame = useTimelineView.getState().gap?.frame ?? 0;
  const { selection } = useView.getState();
  return [
    { label: t("tl.closeGap"), keys: "⌫", run: () => void perform("tl.edit.closeGap", (rows) => closeGap(rows, track, frame)) },
    null,
    { label: t("tl.insertShots"), disabled: selection.length === 0, run: () => bring(selection, frameNow(), "insert", track) },
    { label: t("tl.overwriteShots"), disabled: selection.length === 0, run: () => bring(selection, frameNow(), "overwrite", track) },
  ];
}

function trackItems(current: Current, id: string, t: T): Items {
  const track = current.rows.tracks.find((one) => one.id === id);
  const alike = current.rows.tracks.filter((one) => (one.kind === "picture") === (track?.kind === "picture")).length;
  return [
    { label: t("tl.addPicture"), run: () => addTrack("picture") },
    { label: t("tl.addDialogue"), run: () => addTrack("dialogue") },
    { label: t("tl.addSound"), run: () => addTrack("sound") },
    null,
    { label: t("tl.removeTrack"), disabled: alike < 2, run: () => removeTrack(id) },
  ];
}

const markerItems = (id: string, t: T): Items => [
  { label: t("tl.markerWords"), run: () => useTimelineView.setState({ marker: id }) },
  ...["yellow", "red", "green", "blue", "purple"].map((colour): ContextItem => ({ label: t(`tl.colour.${colour}` as Key), run: () => setMarker(id, { colour }) })),
  null,
  { label: t("tl.markerAway"), run: () => setMarker(id, { archived: true }) },
];
