// Whether somebody has the likeness of a living person, and that person's permission as a record.
import type { Character } from "../document/kinds";
import { set } from "../film/verbs";
import { useWords } from "../i18n";
import { type Consent, hasEnded, lacking, readConsent, writeConsent } from "../library/consent";
import { TextField } from "../ui/Field";

/** Today, as a record writes days. */
const today = (): string => new Date().toLocaleDateString("sv-SE");

/** Said in words before anything is refused. */
export function ConsentForm({ one }: { one: Character }) {
  const t = useWords();
  const consent = readConsent(one.consent);
  const write = (part: Partial<Consent>): void => set("character", one.id, { consent: writeConsent({ ...consent, ...part }) }, t("cast.consent"));
  const missing = lacking(consent);
  return (
    <section className="lib-consent">
      <h3>{t("cast.consentTitle")}</h3>
      <label className="check">
        <input type="checkbox" checked={one.real_person} onChange={(event) => set("character", one.id, { real_person: event.target.checked }, t("cast.consentTitle"))} />
        {t("cast.real")}
      </label>
      {one.real_person ? (
        <>
          {one.consent.trim() === "" ? <p className="lib-warned failed" role="status">{t("cast.consentNone", { name: one.name })}</p> : null}
          {one.consent.trim() !== "" && missing.length > 0 ? (
            <p className="lib-warned" role="status">{t("cast.consentLacks", { what: missing.map((name) => t(name === "by" ? "cast.consentBy" : "cast.consentWhere")).join(" · ") })}</p>
          ) : null}
          {hasEnded(consent, today()) ? <p className="lib-warned failed" role="status">{t("cast.consentEnded", { day: consent.until })}</p> : null}
          <TextField label={t("cast.consentBy")} value={consent.by} limit={120} onWrite={(by) => write({ by })} />
          <TextField label={t("cast.consentFor")} value={consent.for} hint={t("cast.consentForHint")} limit={160} onWrite={(words) => write({ for: words })} />
          <div className="field">
            <label htmlFor={`until ${one.id}`}>{t("cast.consentUntil")}</label>
            <input id={`until ${one.id}`} type="date" key={consent.until} defaultValue={consent.until} onBlur={(event) => event.target.value !== consent.until && write({ until: event.target.value })} />
          </div>
          <TextField label={t("cast.consentWhere")} value={consent.where} limit={170} onWrite={(where) => write({ where })} />
        </>
      ) : null}
    </section>
  );
}
