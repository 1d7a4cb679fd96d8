// What deriving comes to, in a line: how long the result is, in how many pieces it is made, about how long that takes, what it costs.
import type { Take } from "../document/kinds";
import type { ProjectFields } from "../document/store";
import type { Model } from "../direction/capability";
import { moneyText } from "../direction/capability";
import { lengthOf, rateOf } from "../film/time";
import { useLanguage, useWords } from "../i18n";
import { priceOf } from "./price";
import { windows } from "./plan";
import { useEta } from "./useEta";

interface Props {
  readonly take: Take;
  readonly model: Model | undefined;
  readonly project: ProjectFields;
  /** Frames of the take that it is made of (0: it is new), and of what comes of it. */
  readonly had: number;
  readonly comes: number;
  /** As many as a model has to make. */
  readonly made: number;
  readonly says?: string;
}

/** One line. */
export function Consequence({ take, model, project, had, comes, made, says = "" }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const eta = useEta(take, model, made, had || made);
  const rate = rateOf(project.rate);
  const pieces = windows(made, model?.longest, 8);
  const price = model ? priceOf(model, made, rate) : null;
  return (
    <>
      {[
        had === 0 ? t("derive.long", { length: lengthOf(comes, rate) }) : comes === had ? t("derive.same", { length: lengthOf(comes, rate) }) : t("derive.becomes", { was: lengthOf(had, rate), is: lengthOf(comes, rate) }),
        says,
        pieces > 1 ? t("derive.pieces", { count: pieces }) : "",
        eta ? t("derive.eta", { time: eta }) : "",
        price ? t("derive.cost", { amount: moneyText(price.amount, price.currency, language) }) : "",
      ].filter(Boolean).join(" · ")}
    </>
  );
}
