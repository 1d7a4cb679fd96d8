// The tool that puts things into the picture: a region is drawn, then words are said or a picture is given, and what it holds on to.
import { useEffect, useRef, useState } from "react";
import { useFilesOver } from "../../bring/filesOver";
import { sendFor } from "../../bring/give";
import { useCanvas } from "../../canvas/store";
import type { CanvasTool } from "../../canvas/tool";
import { toPicture, toScreen, type ViewBox } from "../../canvas/view";
import { useWords } from "../../i18n";
import { Button } from "../../ui/Button";
import { SelectField } from "../../ui/Field";
import { HOLDS } from "../LayerProperties";
import { type Region, tidied } from "../region";
import { ThingPicture } from "../ThingPicture";
import { insert } from "../verbs";
import { pressed } from "./useBox";
import "../tools.css";

const CARD = 300; // px: how wide the question is
const USUAL = 0.15; // of the picture, on each side of a click
type Hold = (typeof HOLDS)[number];

const around = (x: number, y: number): Region => tidied([x - USUAL, y - USUAL, x + USUAL, y + USUAL]);

function PlaceOverlay({ view }: { view: ViewBox }) {
  const [region, setRegion] = useState<Region | null>(null);
  const [drawing, setDrawing] = useState<Region | null>(null);
  const [picture, setPicture] = useState("");
  const shown = drawing ?? region;
  const press = (event: React.PointerEvent): void => {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest(".place-card"))) return;
    const [x, y] = toPicture(view, event.clientX, event.clientY);
    let latest: Region | null = null;
    pressed(event, {
      move: (next) => {
        const [right, bottom] = toPicture(view, next.clientX, next.clientY);
        latest = [Math.min(x, right), Math.min(y, bottom), Math.max(x, right), Math.max(y, bottom)];
        setDrawing(latest);
      },
      end: (given) => {
        setDrawing(null);
        if (given) setRegion(latest && (latest[2] - latest[0] > 0.01 || latest[3] - latest[1] > 0.01) ? tidied(latest) : around(x, y));
      },
    });
  };
  useEffect(() => {
    if (region) return undefined;
    const entered = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey || target?.closest("a, button:not([data-tool=place]), input, select, textarea, dialog, .layer-row") || document.querySelector("dialog:modal")) return;
      event.preventDefault();
      event.stopPropagation();
      setRegion(around(0.5, 0.5)); // by keys: into the middle, and moved from there
    };
    window.addEventListener("keydown", entered, true);
    return () => window.removeEventListener("keydown", entered, true);
  }, [region]);
  useEffect(() => {
    if (!region) return undefined;
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || document.querySelector("dialog:modal")) return;
      event.preventDefault();
      event.stopPropagation();
      setRegion(null);
      setPicture("");
    };
    window.addEventListener("keydown", escape, true);
    return () => window.removeEventListener("keydown", escape, true);
  }, [region]);
  const [left, top] = shown ? toScreen(view, shown[0], shown[1]) : [0, 0];
  const [right, bottom] = shown ? toScreen(view, shown[2], shown[3]) : [0, 0];
  const { drop } = useFilesOver(async ([file], at: Region) => {
    setRegion((drawn) => drawn ?? at);
    const artifact = file && (await sendFor(file, "picture"));
    if (artifact) setPicture(artifact.digest);
  }, (event) => around(...toPicture(view, event.clientX, event.clientY)));
  return (
    <div
      className="canvas-overlay place-tool" onPointerDown={press}
      {...drop}
    >
      {shown ? <span className="place-region" style={{ left, top, width: right - left, height: bottom - top }} /> : null}
      {region && !drawing ? (
        <PlaceCard
          region={region} picture={picture} onPicture={setPicture} left={Math.max(8, Math.min(view.boxWidth - CARD - 8, left))} below={bottom} above={top} room={view.boxHeight}
          onDone={() => {
            setRegion(null);
            setPicture("");
          }}
        />
      ) : null}
    </div>
  );
}

interface CardProps {
  readonly region: Region;
  readonly picture: string;
  readonly onPicture: (digest: string) => void;
  readonly left: number;
  readonly below: number;
  readonly above: number;
  readonly room: number;
  readonly onDone: () => void;
}

/** What is to be put there. */
function PlaceCard({ region, picture, onPicture, left, below, above, room, onDone }: CardProps) {
  const t = useWords();
  const card = useRef<HTMLFormElement>(null);
  const words = useRef<HTMLTextAreaElement>(null);
  const [said, setSaid] = useState("");
  const [hold, setHold] = useState<Hold>("camera");
  const [top, setTop] = useState(below + 8);
  useEffect(() => words.current?.focus(), []);
  useEffect(() => {
    const height = card.current?.offsetHeight ?? 260;
    setTop(below + 8 + height <= room ? below + 8 : Math.max(8, Math.min(above - height - 8, room - height - 8)));
  }, [below, above, room, picture]);
  const ready = picture !== "" || said.trim() !== "";
  const put = (): void => {
    const { shot, frame } = useCanvas.getState();
    if (!ready || !shot) return;
    const thing = { picture, words: picture ? "" : said.trim(), seed: Math.floor(Math.random() * 2 ** 31), frame, region, hold, instead: null };
    insert(shot, thing, said);
    onDone();
    useCanvas.setState({ tool: "move" });
  };
  return (
    <form
      ref={card} className="place-card" style={{ left, top, width: CARD }} aria-label={t("layers.tool.place")}
      onSubmit={(event) => {
        event.preventDefault();
        put();
      }}
      onPaste={(event) => {
        const file = [...event.clipboardData.files][0];
        if (!file) return;
        event.preventDefault();
        void sendFor(file, "picture").then((artifact) => artifact && onPicture(artifact.digest));
      }}
    >
      <div className="field">
        <label htmlFor="place-thing">{t("layers.thingWords")}</label>
        <textarea
          ref={words} id="place-thing" rows={2} maxLength={4000} value={said} placeholder={t("layers.thingHint")} onChange={(event) => setSaid(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") event.stopPropagation();
            if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault();
              put();
            }
          }}
        />
      </div>
      <ThingPicture digest={picture} onGive={onPicture} />
      <SelectField label={t("layers.hold")} value={hold} options={HOLDS.map((value) => ({ value, label: t(`layers.hold.${value}`) }))} onWrite={(value) => setHold(HOLDS.find((one) => one === value) ?? "still")} />
      <div className="row">
        <span className="space" />
        <Button onClick={onDone}>{t("common.cancel")}</Button>
        <Button kind="act" type="submit" disabled={!ready}>{t("layers.put")}</Button>
      </div>
    </form>
  );
}

export const placeTool: CanvasTool = {
  id: "place", key: "i", words: "layers.tool.place", hint: "layers.hint.place", sees: "stack", Overlay: PlaceOverlay,
  icon: "M2.500 5V2.500H5M11 2.500h2.500V5M13.500 11v2.500H11M5 13.500H2.500V11M8 5.500v5M5.500 8h5",
};
