// From what failed for the sake of money to the ledger, where it is answered.
import { CardLink } from "../ui/CardLink";
import { useWords } from "../i18n";
import { open } from "../view/store";
import { settledInLedger } from "./settled";

interface Props {
  readonly code: string | undefined;
  readonly reachable?: boolean;
}

/** Nothing for what the ledger cannot answer. */
export function LedgerLink({ code, reachable = true }: Props) {
  const t = useWords();
  if (!settledInLedger(code)) return null;
  return <CardLink reachable={reachable} onAct={() => open("ledger")}>{t("ledger.open")}</CardLink>;
}
