// On a scene's head: the arc of the whole film, small and quiet, with this scene's stretch of it in the light.
import { useDocument } from "../document/store";
import { filmOf } from "../document/select";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { type Curve, curveOf, drawn, piece } from "./arc";
import "./story.css";

const [WIDTH, HEIGHT] = [64, 18];

let last: { readonly name: string; readonly curve: Curve | null } = { name: "", curve: null };

/** The arc of the open film; the same object as long as no scene's part or length has changed. */
export function useArc(): Curve | null {
  return useDocument((state) => {
    const scenes = filmOf(state.records).scenes.map(({ scene, frames }) => ({ id: scene.id, arc: scene.arc, frames }));
    const name = JSON.stringify(scenes);
    if (last.name !== name) last = { name, curve: curveOf(scenes) };
    return last.curve;
  });
}

/** Nothing where the film has no arc. */
export function ArcMark({ scene, arc }: { readonly scene: string; readonly arc: string }) {
  const t = useWords();
  const curve = useArc();
  const span = curve?.spans[scene];
  if (!curve || !span) return null;
  const own = piece(curve, span);
  return (
    <span className={`arc-mark ${arc}`} title={arc ? t(`arc.${arc}.means` as Key) : undefined}>
      <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden>
        <polyline className="arc-line" points={drawn(curve.points, WIDTH, HEIGHT, 2)} />
        <polyline className="arc-own" points={drawn(own, WIDTH, HEIGHT, 2)} />
      </svg>
      {arc ? <span className="arc-name">{t(`arc.${arc}` as Key)}</span> : null}
    </span>
  );
}
