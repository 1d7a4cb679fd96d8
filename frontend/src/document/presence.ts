// What colleagues are told of me: what I chose, where I point, where my playhead is; soon, but not at every step. Pure but for its timer.

/** Where on a shot's card somebody points: thousandths of its width and height. */
export interface Pointing {
  readonly shot: string;
  readonly x: number;
  readonly y: number;
}

export interface Presence {
  readonly selection: readonly string[];
  readonly frame: number | null;
  readonly at: Pointing | null;
}

const EVERY = 60; // ms between two things that are told
const MOST = 200; // shots of a selection

const COLOURS = ["#7ee0c0", "#ff9ec4", "#8fc7ff", "#ffd479", "#c7a8ff", "#ffab8a", "#b6e37c", "#79dbf2"] as const;

/** A colour for somebody, always the same; none of them is one of the studio's own states. */
export function colourOf(client: string): string {
  let sum = 7;
  for (const letter of client) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return COLOURS[sum % COLOURS.length] ?? COLOURS[0];
}

/** Tells the latest, at once when it was quiet, otherwise when the pause is over. */
export class Teller {
  private present: Presence = { selection: [], frame: null, at: null };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private told = -Infinity;

  constructor(private readonly say: (presence: Presence) => void, private readonly now: () => number = () => performance.now()) {}

  /** Something of it is different now. */
  change(part: Partial<Presence>): void {
    this.present = { ...this.present, ...part, selection: (part.selection ?? this.present.selection).slice(0, MOST) };
    this.timer ??= setTimeout(this.tell, Math.max(0, this.told + EVERY - this.now()));
  }

  /** Say it all now: somebody came who does not know it. */
  readonly tell = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.told = this.now();
    this.say(this.present);
  };

  stop(): void {
    clearTimeout(this.timer);
  }
}
