// One layer in the stack: its picture over a chequered ground, its name, whether it is seen, how far it is, and what can be done with it.
import { useEffect, useRef, useState } from "react";
import type { Layer } from "../document/kinds";
import { clockAt, type Rate } from "../film/time";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { problemWords } from "../i18n/problems";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Menu } from "../ui/Menu";
import type { Made, StackLayer } from "./api";
import { unsaid } from "./records";
import { useWay } from "./stack";
import { openSheet } from "./store";
import { duplicate, nameOf, nudgeOrder, remove, rename, reset, show } from "./verbs";
import { WayLine } from "./WayLine";

interface Props {
  readonly layer: Layer;
  readonly made: StackLayer | undefined;
  /** What is seen where something was taken out. */
  readonly plate: Made | undefined;
  readonly chosen: boolean;
  readonly entry: boolean;
  readonly frames: number;
  readonly rate: Rate;
  readonly marked: "above" | "below" | null;
  readonly onChoose: (layer: string) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onAgain: () => void;
  readonly onFill: () => void;
}

/** A row of the stack. */
export function LayerRow({ layer, made, plate, chosen, entry, frames, rate, marked, onChoose, onStep, onAgain, onFill }: Props) {
  const t = useWords();
  const [naming, setNaming] = useState(false);
  const way = useWay(made?.proxy);
  const idle = way.is === "done" || way.is === "none" || way.is === "missing";
  const name = nameOf(layer);
  const cut = layer.kind === "cut";
  const eye = layer.visible ? t(cut ? "layers.hideCut" : "layers.hide", { name }) : t(cut ? "layers.showCut" : "layers.show", { name });
  const pressed = (event: React.KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey) return;
    const way = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (way !== 0 && event.altKey) nudgeOrder(layer, way);
    else if (way !== 0) onStep(way);
    else if (event.key === "Enter" || event.key === "F2") setNaming(true);
    else if (event.key === "Delete" || event.key === "Backspace") remove(layer);
    else if (event.key === "d") duplicate(layer);
    else if (event.key === " ") show(layer);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      id={`layer-${layer.id}`} role="group" aria-current={chosen} aria-label={`${name}. ${t(`layers.kind.${layer.kind}` as Key)}`} tabIndex={chosen || entry ? 0 : -1}
      className={["layer-row", chosen ? "chosen" : "", layer.visible ? "" : "off", marked ? `mark-${marked}` : ""].join(" ")}
      onClick={() => onChoose(layer.id)} onKeyDown={pressed} onFocus={(event) => event.target === event.currentTarget && onChoose(layer.id)}
    >
      <IconButton icon={layer.visible ? "eye" : "eye-off"} label={eye} aria-pressed={layer.visible} tabIndex={-1} onClick={(event) => {
        event.stopPropagation();
        show(layer);
      }} />
      <Thumb url={made?.proxy?.url ?? null} clock={clockAt(Math.floor(frames / 2), rate)} kind={layer.kind} />
      <span className="layer-told">
        {naming ? <Naming name={layer.name} onDone={(next) => {
          setNaming(false);
          if (next !== null && next.trim() !== layer.name) rename(layer, next);
          document.getElementById(`layer-${layer.id}`)?.focus();
        }} /> : <b title={t("layers.renameTip")} onDoubleClick={() => setNaming(true)}>{name}</b>}
        <span className="layer-state">
          {made?.problem ? <span className="way failed">{problemWords({ code: made.problem.code, message: made.problem.message, detail: null })}</span>
            : made?.notice ? <span className="way">{problemWords({ code: made.notice.code, message: made.notice.message, detail: null })}</span>
            : unsaid(layer) ? t("layers.unsaid")
            : !idle ? <WayLine way={way} onAgain={onAgain} />
            : made && layer.kind === "cut" && (made.removed || !layer.visible) && !made.filled ? <Filling plate={plate} onAgain={onFill} />
            : <Facts layer={layer} replaced={layer.visible && made?.removed === true} />}
        </span>
      </span>
      <Menu
        label={t("layers.more", { name })}
        items={[
          { label: t("layers.rename"), icon: "pen", hint: "F2", run: () => setNaming(true) },
          { label: t("layers.duplicate"), icon: "copy", hint: "D", run: () => duplicate(layer) },
          { label: t("layers.up"), icon: "up", hint: "Alt ↑", run: () => nudgeOrder(layer, 1) },
          { label: t("layers.down"), icon: "down", hint: "Alt ↓", run: () => nudgeOrder(layer, -1) },
          { label: t("layers.reset"), icon: "undo", disabled: layer.keys.length === 0, run: () => reset(layer) },
          { label: t("layers.replace"), icon: "picture", disabled: !cut, run: () => openSheet({ is: "replace", layer: layer.id }) },
          { label: t("layers.lend"), icon: "film", run: () => openSheet({ is: "borrow", layer: layer.id }) },
          { label: t("layers.deliver"), icon: "download", run: () => openSheet({ is: "deliver", layer: layer.id }) },
          { label: t("layers.remove"), icon: "archive", hint: "⌫", danger: true, run: () => remove(layer) },
        ]}
      />
    </div>
  );
}

/** It was taken out, and what was behind it is not there yet. */
function Filling({ plate, onAgain }: { readonly plate: Made | undefined; readonly onAgain: () => void }) {
  const t = useWords();
  const way = useWay(plate);
  if (way.is === "queued" || way.is === "making" || way.is === "failed") return <span className="layer-filling">{t("layers.filling")} <WayLine way={way} onAgain={onAgain} /></span>;
  return <>{t("layers.unfilled")}</>;
}

/** What is unusual about it, in one line. */
function Facts({ layer, replaced }: { readonly layer: Layer; readonly replaced: boolean }) {
  const t = useWords();
  const facts = [
    replaced ? t("layers.replaced") : "",
    layer.visible ? "" : t(layer.kind === "cut" ? "layers.removed" : "layers.hidden"),
    layer.kind === "cut" ? (layer.auto === "people" ? t("layers.people") : "") : t(`layers.kind.${layer.kind}` as Key),
    layer.keys.length > 1 ? t("layers.keys", { count: layer.keys.length }) : layer.keys.length === 1 ? t("layers.moved") : "",
    layer.mode === "normal" ? "" : t(`blend.${layer.mode}` as Key),
    layer.opacity === 1 ? "" : `${Math.round(layer.opacity * 100)} %`,
  ].filter(Boolean);
  return <>{facts.join(" · ")}</>;
}

function Naming({ name, onDone }: { readonly name: string; readonly onDone: (name: string | null) => void }) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useEffect(() => input.current?.select(), []);
  const done = (next: string | null): void => {
    if (over.current) return;
    over.current = true;
    onDone(next);
  };
  return (
    <input
      ref={input} className="layer-name" defaultValue={name} maxLength={120} aria-label={t("layers.name")} autoFocus
      onClick={(event) => event.stopPropagation()} onBlur={(event) => done(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") done(event.currentTarget.value);
        else if (event.key === "Escape") done(null);
      }}
    />
  );
}

/** What is cut out, as it is in the middle of the shot. */
export function Thumb({ url, clock, kind }: { readonly url: string | null; readonly clock: number; readonly kind: string }) {
  return (
    <span className="layer-thumb" aria-hidden>
      {url ? <video key={url} src={`${url}#t=${clock.toFixed(3)}`} muted playsInline preload="auto" tabIndex={-1} /> : <Icon name={kind === "thing" ? "picture" : kind === "borrowed" ? "film" : "cut"} size={14} />}
    </span>
  );
}
