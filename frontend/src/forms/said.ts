// What is wrong with a value, in words that name the limit.
import { useWords } from "../i18n";
import type { Wrong } from "./schema";

/** Says it in the present language. */
export function useSaid(): (wrong: Wrong) => string {
  const t = useWords();
  return (one) => {
    switch (one.is) {
      case "between":
        return t("wrong.between", { least: one.least, most: one.most });
      case "least":
        return t("wrong.least", { least: one.least });
      case "most":
        return t("wrong.most", { most: one.most });
      case "multiple":
        return t("wrong.multiple", { step: one.step });
      case "long":
        return t("wrong.long", { most: one.most });
      case "short":
        return t("wrong.short", { least: one.least });
      case "few":
        return t("wrong.few", { least: one.least });
      case "many":
        return t("wrong.many", { most: one.most });
      default:
        return t(`wrong.${one.is}`);
    }
  };
}
