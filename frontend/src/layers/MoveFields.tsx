// Where the chosen layer lies at the playhead, in numbers, with its keys: one here, the one before, the one after, all of them.
import { seek, useCanvas } from "../canvas/store";
import type { Layer } from "../document/kinds";
import { useWords } from "../i18n";
import { IconButton } from "../ui/Button";
import { SelectField } from "../ui/Field";
import { ACROSS, DOWN, SCALE, TURN } from "./fields";
import { Num } from "./Num";
import { nextKey, type Pose, poseAt } from "./pose";
import { animate, animates, type LayerDraft, useLayers } from "./store";
import { movedTo, onPivot, reset, turnKey, write } from "./verbs";

/** The numbers and keys of a layer's movement. */
export function MoveFields({ layer }: { readonly layer: Layer }) {
  const t = useWords();
  const frame = useCanvas((state) => state.frame);
  const said = useLayers((state) => state.animated);
  const pose = poseAt(layer.keys, frame, layer.easing);
  const here = layer.keys.some((one) => one.frame === frame);
  const on = animates(layer, said);
  const [before, after] = [nextKey(layer.keys, frame, -1), nextKey(layer.keys, frame, 1)];
  const to = (part: Partial<Pose>): LayerDraft => {
    const own = onPivot(layer, frame);
    return movedTo(own, frame, { ...poseAt(own.keys, frame, own.easing), ...part });
  };
  return (
    <div className="layer-fields">
      <div className="row key-row" role="group" aria-label={t("layers.keyRow")}>
        <button
          type="button" className="pill" aria-pressed={on} title={t("layers.animateTip")}
          onClick={() => {
            animate(layer.id, !on);
            if (!on && layer.keys.length === 0) turnKey(layer, frame);
          }}
        >
          {t("layers.animate")}
        </button>
        <span className="space" />
        <IconButton icon="back" label={t("layers.keyBefore")} disabled={before === null} onClick={() => before !== null && seek(before)} />
        <button
          type="button" className={here ? "icon-button diamond here" : layer.keys.length > 0 ? "icon-button diamond some" : "icon-button diamond"} aria-pressed={here}
          aria-label={t(here ? "layers.keyOffHere" : "layers.keyHere", { frame: frame + 1 })} title={t(here ? "layers.keyOffHere" : "layers.keyHere", { frame: frame + 1 })} onClick={() => turnKey(layer, frame)}
        >
          <i />
        </button>
        <IconButton icon="back" className="ahead" label={t("layers.keyAfter")} disabled={after === null} onClick={() => after !== null && seek(after)} />
        <IconButton icon="undo" label={t("layers.reset")} disabled={layer.keys.length === 0} onClick={() => reset(layer)} />
      </div>
      {layer.keys.length > 1 ? <KeyLine layer={layer} frame={frame} /> : null}
      <div className="pair tight">
        <Num layer={layer} field={ACROSS} label={t("layers.across")} unit="%" value={pose.across * 100} to={(value) => to({ across: value / 100 })} />
        <Num layer={layer} field={DOWN} label={t("layers.down2")} unit="%" value={pose.down * 100} to={(value) => to({ down: value / 100 })} />
        <Num layer={layer} field={SCALE} label={t("layers.scale")} unit="%" value={pose.scale * 100} to={(value) => to({ scale: value / 100 })} />
        <Num layer={layer} field={TURN} label={t("layers.turn")} unit="°" value={pose.turn} to={(value) => to({ turn: value })} />
      </div>
      {layer.keys.length > 1 ? (
        <SelectField
          label={t("layers.easing")} value={layer.easing} options={[{ value: "smooth", label: t("layers.smooth") }, { value: "linear", label: t("layers.linear") }]}
          onWrite={(easing) => write(layer, { easing: easing === "linear" ? "linear" : "smooth" }, t("layers.easing"))}
        />
      ) : null}
    </div>
  );
}

/** Its keys along the shot; a press goes there. */
function KeyLine({ layer, frame }: { readonly layer: Layer; readonly frame: number }) {
  const t = useWords();
  const frames = useCanvas((state) => state.frames);
  const place = (at: number): string => `${(at / Math.max(1, frames - 1)) * 100}%`;
  return (
    <div className="key-line">
      <i className="head" style={{ left: place(frame) }} />
      {layer.keys.map((one) => (
        <button
          key={one.frame} type="button" className={one.frame === frame ? "here" : ""} style={{ left: place(one.frame) }} tabIndex={-1}
          aria-label={t("layers.keyAt", { frame: one.frame + 1 })} title={t("layers.keyAt", { frame: one.frame + 1 })} onClick={() => seek(one.frame)}
        />
      ))}
    </div>
  );
}
