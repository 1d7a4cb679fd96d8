// Answers about the same thing may come in another order than they were asked for: here the later question is known.

export interface Turns {
  /** Ask about these; gives the turn. */
  readonly begin: (about: Iterable<string>) => number;
  /** Those of them about which nothing was asked since that turn. */
  readonly still: (about: Iterable<string>, turn: number) => ReadonlySet<string>;
}

export function turns(): Turns {
  const last = new Map<string, number>();
  let turn = 0;
  return {
    begin: (about) => {
      turn += 1;
      for (const one of about) last.set(one, turn);
      return turn;
    },
    still: (about, mine) => new Set([...about].filter((one) => last.get(one) === mine)),
  };
}
