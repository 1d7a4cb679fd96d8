// How fast an upload goes and how long it will take: measured over the last few moments, said only once it is known. Pure.

export interface Sample {
  /** ms of any one clock */
  readonly at: number;
  readonly sent: number;
}

const WINDOW = 8000; // ms looked back on
const ENOUGH = 900; // ms of measurements before anything is said

/** The samples with one more, without those that are too old to say anything of the present. */
export function sampled(samples: readonly Sample[], one: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && one.sent < last.sent) return [one]; // it went on elsewhere: what was measured before says nothing
  return [...samples.filter((each) => one.at - each.at <= WINDOW), one];
}

/** Bytes in a second, 0 while nothing is known. */
export function speed(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < ENOUGH) return 0;
  return ((last.sent - first.sent) * 1000) / (last.at - first.at);
}

/** Whole seconds until `left` bytes are sent; null while nothing is known. */
export function remaining(left: number, bytesPerSecond: number): number | null {
  return bytesPerSecond > 0 ? Math.ceil(left / bytesPerSecond) : null;
}

/** Bytes as people read them: 3.2 MB. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
