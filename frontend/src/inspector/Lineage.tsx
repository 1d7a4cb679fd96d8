// What made a take: its words, its seed, by which checkpoints under which licences, from which pictures, step by step, on what machine.
import { useQuery } from "@tanstack/react-query";
import { LineageAdapters } from "../adapters/LineageAdapters";
import { client, got } from "../api/client";
import { steadied } from "../api/links";
import { useCheckpoints } from "../api/machine";
import { useLineage } from "../api/queries";
import { useDocument } from "../document/store";
import { filmOf } from "../document/select";
import { choiceName, fieldName, operationName, unitName } from "../forms/names";
import { type Language, useLanguage, useWords } from "../i18n";
import { checkpointTitle } from "../i18n/checkpoints";
import { Dialog } from "../ui/Dialog";
import { useView } from "../view/store";
import { type Making, makingOf, type Step, tookText } from "./making";
import { whenText } from "./when";

interface Shown {
  readonly digest: string;
  readonly media: string;
  readonly url: string;
}

/** The sheet that `useView.lineage` names. */
export function LineageSheet({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const key = useView((state) => state.lineage);
  const lineage = useLineage(key);
  const slate = useSlate(key);
  const making = lineage.data ? makingOf(lineage.data) : null;
  return (
    <Dialog title={slate ? t("lineage.of", { slate }) : t("take.lineage")} onClose={onClose} wide>
      {lineage.isError ? <p>{t("lineage.none")}</p> : null}
      {lineage.isLoading ? <p>{t("common.loading")}</p> : null}
      {making ? <Told making={making} of={key} /> : null}
    </Dialog>
  );
}

function Told({ making, of }: { making: Making; of: string | null }) {
  const t = useWords();
  const base = useSlate(useBase(of));
  const language = useLanguage((state) => state.language);
  const catalogue = useCheckpoints();
  const titles = new Map((catalogue.data ?? []).map((one) => [one.id, one]));
  const pictures = usePictures(making);
  const [root] = making.steps;
  const brought = making.uploads.filter((one) => one.media !== "adapter");
  const when = root?.at ? new Date(root.at).toLocaleString(language) : "";
  return (
    <div className="lineage">
      <dl className="lineage-facts">
        {base && root ? <Fact name={t("dir.madeOf")}><b>{base}</b> · {operationName(language, root.operation)}</Fact> : null}
        {root?.checkpoint ? <Fact name={t("param.checkpoint")}>{checkpointTitle(titles.get(root.checkpoint) ?? { id: root.checkpoint, title: root.checkpoint }, language)}</Fact> : null}
        {root?.words ? <Fact name={t("lineage.words")}><span className="lineage-words">{root.words}</span></Fact> : null}
        {root?.seed === null || root === undefined ? null : <Fact name={t("param.seed")}><span className="timecode">{root.seed}</span></Fact>}
        <Fact name={t("lineage.made")}>
          {[when, when && root ? whenText(root.at, language) : "", t("lineage.tookAll", { time: tookText(making.took), count: making.steps.length })].filter(Boolean).join(" · ")}
        </Fact>
        {making.hosts.length > 0 ? <Fact name={t("lineage.machine")}>{making.hosts.join(", ")} · {root?.gpu ? t("lineage.gpu", { version: root.gpu }) : t("lineage.cpu")}</Fact> : null}
      </dl>
      {making.used.length > 0 ? (
        <>
          <h3>{t("lineage.used")}</h3>
          <ul className="lineage-used">
            {making.used.map((one) => (
              <li key={one.id}>
                <b>{checkpointTitle(titles.get(one.id) ?? one, language)}</b> <span className="note">{one.licence}{one.commercial ? "" : ` · ${t("form.notCommercial")}`}</span>
                {one.credit ? <span className="note">{one.credit}</span> : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <LineageAdapters digests={making.uploads.filter((one) => one.media === "adapter").map((one) => one.digest)} />
      {brought.length > 0 ? (
        <>
          <h3>{t("lineage.brought")}</h3>
          <div className="lineage-pictures">
            {brought.map((one) => <Picture key={one.digest} shown={pictures.get(one.digest)} words={`${t("lineage.upload")} ${one.digest.slice(0, 8)}`} />)}
          </div>
        </>
      ) : null}
      <h3>{t("lineage.steps")}</h3>
      <ol className="lineage-steps">
        {making.steps.map((one, place) => <StepRow key={one.key} step={one} open={place === 0} title={checkpointTitle(titles.get(one.checkpoint) ?? { id: one.checkpoint, title: one.checkpoint }, language)} language={language} pictures={pictures} />)}
      </ol>
    </div>
  );
}

const QUOTED = new Set(["language", "quality", "time", "weather", "size", "angle", "movement"]);
const GROUPS: Readonly<Record<string, string>> = { movement: "move" };

interface StepProps {
  readonly step: Step;
  readonly open: boolean;
  readonly title: string;
  readonly language: Language;
  readonly pictures: ReadonlyMap<string, Shown>;
}

function StepRow({ step, open, title, language, pictures }: StepProps) {
  const t = useWords();
  const choice = (name: string, value: string): string => {
    const named = choiceName(language, GROUPS[name] ?? name, value);
    return QUOTED.has(name) ? named : value;
  };
  const unit = (name: string): string => (name === "frames" || name === "frame" ? ` ${unitName(language, "frames")}` : name === "width" || name === "height" ? ` ${unitName(language, "pixels")}` : "");
  const seen = step.made.flatMap((digest) => pictures.get(digest) ?? []);
  return (
    <li>
      <details open={open}>
        <summary>
          <b>{operationName(language, step.operation)}</b>
          {step.words ? <span className="lineage-first">{step.words.replaceAll("\n", " ")}</span> : <span className="lineage-first" />}
          <small className="timecode">{step.took === null ? "" : tookText(step.took)}</small>
        </summary>
        <dl className="lineage-facts">
          {step.words ? <Fact name={t("lineage.words")}><span className="lineage-words">{step.words}</span></Fact> : null}
          {step.checkpoint ? <Fact name={t("param.checkpoint")}>{title}</Fact> : null}
          {step.seed === null ? null : <Fact name={t("param.seed")}>{step.seed}</Fact>}
          {step.params.map((one) => <Fact key={one.name} name={fieldName(language, step.operation, one.name, "")}>{choice(one.name, one.value)}{unit(one.name)}</Fact>)}
        </dl>
        {seen.length > 0 ? <div className="lineage-pictures">{seen.map((one) => <Picture key={one.digest} shown={one} words={operationName(language, step.operation)} />)}</div> : null}
        <p className="lineage-exact note">{t("lineage.exact", { operation: `${step.operation}@${step.version}`, key: step.key.slice(0, 12) })}</p>
      </details>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

function Picture({ shown, words }: { shown: Shown | undefined; words: string }) {
  if (shown?.media === "image") return <a href={shown.url} target="_blank" rel="noreferrer"><img src={shown.url} alt={words} loading="lazy" /></a>;
  if (shown?.media === "audio") return <audio controls preload="none" src={shown.url} aria-label={words} />;
  if (shown?.media === "movie" || shown?.media === "video") return <a className="pill" href={shown.url} target="_blank" rel="noreferrer">{words}</a>;
  return <span className="pill">{words}</span>;
}

/** Links to what was brought in and made on the way, as far as it is still kept. */
function usePictures(making: Making): ReadonlyMap<string, Shown> {
  const id = useDocument((state) => state.project?.id ?? "");
  const wanted = [...new Set([...making.uploads.map((one) => one.digest), ...making.steps.slice(1).flatMap((one) => one.made)])].slice(0, 60).join(",");
  const found = useQuery({
    queryKey: ["artifacts", id, wanted],
    enabled: wanted !== "" && id !== "",
    queryFn: async () => steadied(await got(client.GET("/api/projects/{id}/artifacts", { params: { path: { id }, query: { digests: wanted } } }))),
  });
  return new Map((found.data ?? []).filter((one) => one.media === "image" || one.media === "audio" || making.uploads.some((each) => each.digest === one.digest)).map((one) => [one.digest, one]));
}

function useSlate(key: string | null): string {
  return useDocument((state) => {
    if (key === null) return "";
    for (const one of filmOf(state.records).shots) {
      const take = one.takes.find((each) => each.key === key);
      if (take) return `${one.slate}-${take.number}`;
    }
    return "";
  });
}

/** The key of the take that this one was made of; null for one that was drawn. */
function useBase(key: string | null): string | null {
  return useDocument((state) => {
    const takes = state.records["take"] ?? {};
    const derived = Object.values(takes).find((each) => each["key"] === key)?.["derived"];
    const of = derived && typeof derived === "object" && !Array.isArray(derived) ? derived["of"] : null;
    const found = typeof of === "string" ? takes[of]?.["key"] : null;
    return typeof found === "string" ? found : null;
  });
}
