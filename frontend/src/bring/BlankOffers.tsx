// What a shot can begin with: words, a picture, two pictures, a clip, a drawing; and what it holds of these, to be changed or taken out.
import { useRef, useState } from "react";
import { clockAt, lengthOf, rateOf } from "../film/time";
import { useDocument } from "../document/store";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { select, tell } from "../view/store";
import { Choice } from "./CardOffers";
import { givePicture, givePictures, setAndShoot } from "./give";
import { open } from "./sheets";
import type { Artifact } from "./uploads";
import { useShotFiles } from "./useShotFiles";
import "./bring.css";

const ACCEPT = "image/png,image/jpeg,image/webp,image/tiff,image/bmp,image/gif,image/avif";

/** For one shot. `compact`: small buttons in a row, as on a card. */
export function BlankOffers({ shot, compact = false }: { shot: string; compact?: boolean }) {
  const t = useWords();
  const files = useShotFiles(shot);
  const input = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState<"first" | "last" | "both">("first");
  if (!files.one) return null;
  const locked = files.one.shot.locked;
  const ask = (what: "first" | "last" | "both"): void => {
    setWanted(what);
    if (!input.current) return;
    input.current.multiple = what === "both";
    input.current.click();
  };
  const given = (chosen: readonly File[]): void => {
    const [one, two] = chosen;
    if (!one) return;
    if (wanted !== "both") void givePicture(shot, wanted, one);
    else if (two) void givePictures(shot, one, two);
    else tell(t("blank.two"), "failed");
  };
  const describe = (): void => {
    select(shot);
    setTimeout(() => document.querySelector<HTMLElement>("[name=action]")?.focus()); // once the inspector shows the shot
  };
  const has = files.footage !== null || files.first !== undefined || files.last !== undefined;
  const offers = [
    { icon: "speech", key: "describe", run: describe },
    { icon: "start", key: "picture", run: () => ask("first") },
    { icon: "compare", key: "both", run: () => ask("both") },
    { icon: "film", key: "clip", run: () => open({ is: "clip", shot, digest: null }) },
    { icon: "pen", key: "drawing", run: () => open({ is: "drawing", shot, field: "first" }) },
  ] as const;
  return (
    <div className={compact ? "blank-offers compact" : "blank-offers"} onPointerDown={(event) => event.stopPropagation()} onClick={(event) => event.stopPropagation()}>
      <input
        ref={input} type="file" hidden accept={ACCEPT} aria-label={t("blank.picture")}
        onChange={(event) => {
          given([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      {has && !compact ? <Held shot={shot} onAsk={ask} locked={locked} /> : (
        <div className="offers" role="group" aria-label={t("blank.title")}>
          {offers.map((one) => compact ? (
            <IconButton key={one.key} icon={one.icon} label={t(`blank.${one.key}`)} disabled={locked} onClick={one.run} />
          ) : (
            <Choice key={one.key} icon={one.icon} title={t(`blank.${one.key}`)} more={t(`blank.${one.key}More`)} disabled={locked} onClick={one.run} />
          ))}
        </div>
      )}
    </div>
  );
}

function Held({ shot, onAsk, locked }: { shot: string; onAsk: (what: "first" | "last") => void; locked: boolean }) {
  const t = useWords();
  const { footage, clip, first, last } = useShotFiles(shot);
  const text = useDocument((state) => state.project?.rate ?? "24/1");
  const frames = useDocument((state) => Number(state.records["shot"]?.[shot]?.["frames"] ?? 72));
  const rate = rateOf(text);
  const without = (fields: { footage?: null; first?: string; last?: string }, label: string): void => {
    void setAndShoot(shot, fields, label);
  };
  return (
    <ul className="held">
      {footage ? (
        <Slot name={t("blank.footage")} of={clip} locked={locked} time={clockAt(footage.start + Math.floor(frames / 2), rate)}
          more={[
            `${lengthOf(footage.start, rate)} – ${lengthOf(footage.start + frames, rate)}`, clip && clip !== "gone" ? clip.facts["name"] : "",
          ].filter(Boolean).join(" · ")}
          onChange={() => open({ is: "clip", shot, digest: footage.artifact })} onRemove={() => without({ footage: null }, t("blank.footage"))} />
      ) : (
        (["first", "last"] as const).map((field) => (
          <Slot
            key={field} name={t(`blank.${field}`)} of={field === "first" ? first : last} locked={locked} onChange={() => onAsk(field)}
            onRemove={() => without({ [field]: "" }, t(`blank.${field}`))} onDraw={() => open({ is: "drawing", shot, field })}
          />
        ))
      )}
      {footage ? null : (
        <li>
          <button type="button" className="offer" disabled={locked} onClick={() => open({ is: "clip", shot, digest: null })}>
            <Icon name="film" size={18} /><strong>{t("blank.clip")}</strong>
          </button>
        </li>
      )}
    </ul>
  );
}

interface SlotProps {
  readonly name: string;
  readonly of: Artifact | "gone" | undefined;
  readonly more?: string;
  readonly time?: number;
  readonly locked: boolean;
  readonly onChange: () => void;
  readonly onRemove: () => void;
  readonly onDraw?: () => void;
}

function Slot({ name, of, more, time, locked, onChange, onRemove, onDraw }: SlotProps) {
  const t = useWords();
  const there = of && of !== "gone" ? of : null;
  const label = (key: Key): string => t(key, { what: name });
  return (
    <li className="slot">
      <span className="slot-picture">
        {there?.media === "image" ? <img src={there.url} alt={name} />
          : there && time !== undefined ? <video src={`${there.url}#t=${time.toFixed(3)}`} muted preload="metadata" tabIndex={-1} />
          : <Icon name="picture" size={18} />}
      </span>
      <span className="slot-words"><strong>{name}</strong><span>{of === "gone" ? t("blank.gone") : (more ?? String(there?.facts["name"] ?? ""))}</span></span>
      {onDraw ? <IconButton icon="pen" label={label("blank.draw")} disabled={locked} onClick={onDraw} /> : null}
      <IconButton icon={of ? "again" : "plus"} label={of ? (time === undefined ? label("blank.replace") : t("blank.stretch")) : label("blank.chooseOf")} disabled={locked} onClick={onChange} />
      {of ? <IconButton icon="close" label={label("blank.remove")} disabled={locked} onClick={onRemove} /> : null}
    </li>
  );
}
