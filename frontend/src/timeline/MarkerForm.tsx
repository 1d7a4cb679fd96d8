// The words of a marker, written beside it.
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/Field";
import { Button } from "../ui/Button";
import { setMarker } from "./act";
import type { Current } from "./current";
import { COLOURS } from "./ruler";
import { useTimelineView } from "./store";

export function MarkerForm({ current }: { readonly current: Current }) {
  const t = useWords();
  const id = useTimelineView((state) => state.marker);
  const one = current.markers.find((marker) => marker.id === id);
  if (!one) return null;
  const close = (): void => useTimelineView.setState({ marker: null });
  return (
    <Dialog title={t("tl.marker")} onClose={close}>
      <TextField label={t("tl.markerWords")} value={one.words} limit={400} rows={2} onWrite={(words) => setMarker(one.id, { words })} />
      <div className="tl-colours" role="radiogroup" aria-label={t("tl.colour")}>
        {Object.entries(COLOURS).map(([colour, shown]) => (
          <button key={colour} type="button" role="radio" aria-checked={one.colour === colour} aria-label={t(`tl.colour.${colour}` as Key)} style={{ background: shown }} onClick={() => setMarker(one.id, { colour })} />
        ))}
      </div>
      <footer className="tl-foot">
        <Button onClick={() => {
          setMarker(one.id, { archived: true });
          close();
        }}>{t("tl.markerAway")}</Button>
        <Button kind="act" onClick={close}>{t("common.close")}</Button>
      </footer>
    </Dialog>
  );
}
