// Small films for the stories, made through the API: how a film is begun by hand is a story of its own.
import { until } from "./browser.mjs";

export const scripts = {
  en: `INT. KITCHEN - NIGHT

MARA (30s, red coat, black hair) sets two cups on the table.

MARA
You came.

EXT. BEACH - DAY

OTTO (60s, grey beard) walks along the water.

Waves roll over the sand.
`,
  zh: `内景 厨房 夜

玛拉（三十多岁，红色大衣，黑发）把两只杯子放在桌上。

玛拉：你来了。

外景 海滩 日

奥托（六十多岁，灰胡子）沿着海边走。

海浪漫过沙滩。
`,
};
export const people = { en: { mara: "Mara", otto: "Otto" }, zh: { mara: "玛拉", otto: "奥托" } };

/** A film of a script; `set` for the project, `frames` for every shot, `make` it as a draft. Gives its id. */
export async function film(page, { script, title, set = { width: 320, height: 180 }, frames = 0, make = false }) {
  return page.evaluate(async (one) => {
    const headers = { "X-CSRFToken": /csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "" };
    const form = new FormData();
    form.append("file", new File([one.script], "script.txt", { type: "text/plain" }));
    for (const [name, value] of Object.entries({ breakdown: "rules", language: "", title: one.title })) form.append(name, value);
    const made = await (await fetch("/api/screenplays", { method: "POST", body: form, headers })).json();
    const json = { ...headers, "Content-Type": "application/json" };
    const shots = one.frames ? Object.keys(made.records.shot).map((id) => ({ kind: "shot", id, set: { frames: one.frames, frames_locked: true } })) : [];
    const body = { id: crypto.randomUUID(), base: made.revision, label: "small", changes: [{ kind: "project", id: made.id, set: one.set }, ...shots] };
    await fetch(`/api/projects/${made.id}/edits`, { method: "POST", headers: json, body: JSON.stringify(body) });
    if (one.make) await fetch(`/api/projects/${made.id}/produce`, { method: "POST", body: '{"quality":"draft"}', headers: json });
    return made.id;
  }, { script, title, set, frames, make });
}

/** What the studio itself says of a film. */
export const told = (page, base, id) => {
  const get = async (what = "") => (await page.request.get(`${base}/api/projects/${id}${what}`)).json();
  return {
    get,
    project: () => get(),
    living: async (kind) => Object.entries((await get()).records[kind] ?? {}).filter(([, one]) => !one.archived).map(([own, one]) => ({ id: own, ...one })),
    made: (patience = 240_000) => until("every shot is made", async () => Object.values(await get("/staleness")).every((one) => one.state === "fresh"), patience),
  };
};
