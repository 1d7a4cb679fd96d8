// What a few typed letters mean: shots, scenes, people and actions, the nearest first. Pure.

export interface Findable {
  readonly id: string;
  readonly kind: "action" | "shot" | "scene" | "person";
  readonly label: string;
  /** Said beneath or beside: the scene of a shot, the keys of an action. */
  readonly more: string;
  /** What else it is found by. */
  readonly words: string;
}

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** How well it fits: 0 not at all; a beginning is better than a word's beginning, that is better than a place inside. Every word must be found. */
export function fits(one: Findable, typed: string): number {
  const label = plain(one.label);
  const all = `${label} ${plain(one.words)}`;
  let score = 0;
  for (const word of plain(typed).split(/\s+/).filter(Boolean)) {
    if (label.startsWith(word)) score += label === word ? 12 : 8;
    else if (label.includes(` ${word}`)) score += 5;
    else if (label.includes(word)) score += 3;
    else if (all.includes(word)) score += 1;
    else return 0;
  }
  return score;
}

/** The best of what fits, at most `most`; without letters what was chosen lately, then everything in its own order. */
export function find(all: readonly Findable[], typed: string, recent: readonly string[], most = 40): Findable[] {
  const late = (one: Findable): number => {
    const at = recent.indexOf(one.id);
    return at < 0 ? 0 : (recent.length - at) / (recent.length + 1);
  };
  if (typed.trim() === "") {
    const lately = recent.flatMap((id) => all.find((one) => one.id === id) ?? []);
    return [...lately, ...all.filter((one) => one.kind === "action" && !recent.includes(one.id))].slice(0, most);
  }
  return all.map((one, place) => ({ one, place, score: fits(one, typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score + late(b.one) - a.score - late(a.one) || a.place - b.place)
    .slice(0, most)
    .map(({ one }) => one);
}
