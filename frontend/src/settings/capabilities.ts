// Which checkpoint can do what: the capabilities that operations ask for, with what can be chosen for each. Pure.

export interface Asked {
  readonly capability: string;
  /** What the operations use when nobody chose; empty: they do without. */
  readonly usual: string;
}

export interface Choosable {
  readonly id: string;
  readonly capability: string;
}

interface OperationForm {
  readonly parameters: Readonly<Record<string, unknown>>;
}

// What makes the film comes before what reads it, and before tools.
const FIRST = ["video-generator", "image-generator", "voice", "sentence-embedding", "type"];
const place = (capability: string): number => (FIRST.includes(capability) ? FIRST.indexOf(capability) : FIRST.length);

/** Every capability that some operation asks for, what makes the film first, with what it usually is. */
export function capabilities(operations: readonly OperationForm[]): readonly Asked[] {
  const found = new Map<string, string>();
  for (const { parameters } of operations) {
    const fields = (parameters["properties"] ?? {}) as Record<string, { capability?: unknown; default?: unknown }>;
    for (const field of Object.values(fields)) {
      if (typeof field.capability === "string" && !found.has(field.capability)) found.set(field.capability, typeof field.default === "string" ? field.default : "");
    }
  }
  return [...found].map(([capability, usual]) => ({ capability, usual }))
    .sort((one, other) => place(one.capability) - place(other.capability) || one.capability.localeCompare(other.capability));
}

/** The checkpoints that can be chosen for a capability, the usual one first. */
export function choices<T extends Choosable>(asked: Asked, all: readonly T[]): readonly T[] {
  const own = all.filter((one) => one.capability === asked.capability || one.id === asked.usual);
  return [...own.filter((one) => one.id === asked.usual), ...own.filter((one) => one.id !== asked.usual)];
}

/** The choices with this one made; the usual one is what nobody chose, unless the film was locked to something before. */
export function chosenWith(chosen: Readonly<Record<string, string>>, asked: Asked, id: string): Readonly<Record<string, string>> {
  const { [asked.capability]: _, ...rest } = chosen;
  return id === asked.usual ? rest : { ...rest, [asked.capability]: id };
}
