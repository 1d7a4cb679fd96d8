// The film itself, when nothing is chosen: what it measures, what is in it, how captions are delivered.
import type { Film } from "../document/select";
import { useDocument, type ProjectFields } from "../document/store";
import { lengthOf, rateOf } from "../film/time";
import { set } from "../film/verbs";
import { useWords } from "../i18n";
import { SelectField, TextField } from "../ui/Field";

const SHAPES: Readonly<Record<string, readonly [number, number]>> = {
  "16:9": [1280, 720], "9:16": [720, 1280], "1:1": [1080, 1080], "4:3": [960, 720], "2.39:1": [1280, 536],
};
const RATES = ["24/1", "24000/1001", "25/1", "30/1", "30000/1001", "50/1", "60/1"];

/** Settings of the film. */
export function FilmForm({ project, film }: { project: ProjectFields; film: Film }) {
  const t = useWords();
  const captions = useDocument((state) => state.records["project"]?.[project.id]?.["captions"]);
  const slate = useDocument((state) => state.records["project"]?.[project.id]?.["slate"]) === true;
  const write = (fields: Parameters<typeof set>[2]) => set("project", project.id, fields, t("film.settings"));
  const shape = Object.entries(SHAPES).find(([, [width, height]]) => width === project.width && height === project.height)?.[0] ?? "";
  const rates = RATES.includes(project.rate) ? RATES : [project.rate, ...RATES];
  const rateWords = (text: string): string => {
    const { numerator, denominator } = rateOf(text);
    return t("projects.rate", { rate: Math.round((numerator / denominator) * 1000) / 1000 });
  };
  return (
    <>
      <header><h2>{t("film.settings")}</h2></header>
      <p className="note">{t("board.facts", { scenes: film.scenes.length, shots: film.shots.length, length: lengthOf(film.frames, rateOf(project.rate)) })}</p>
      <section>
        <TextField label={t("film.title")} value={project.title} onWrite={(title) => write({ title })} limit={200} />
        <div className="pair">
          <SelectField
            label={t("film.shape")} value={shape}
            options={[...(shape ? [] : [{ value: "", label: `${project.width}×${project.height}` }]), ...Object.keys(SHAPES).map((value) => ({ value, label: value }))]}
            onWrite={(value) => {
              const size = SHAPES[value];
              if (size) write({ width: size[0], height: size[1] });
            }}
          />
          <SelectField label={t("film.rate")} value={project.rate} options={rates.map((value) => ({ value, label: rateWords(value) }))} onWrite={(rate) => write({ rate })} />
        </div>
        <SelectField
          label={t("film.captions")} value={typeof captions === "string" ? captions : "track"}
          options={(["off", "track", "burned"] as const).map((value) => ({ value, label: t(`captions.${value}`) }))}
          onWrite={(value) => write({ captions: value })}
        />
        <label className="check"><input type="checkbox" checked={slate} onChange={(event) => write({ slate: event.target.checked })} /> {t("film.slate")}</label>
      </section>
      <p className="note">{t("film.hint")}</p>
    </>
  );
}
