// What was decoded lately, bounded by bytes: what is not wanted and was longest untouched goes first, and is let go of. Pure.

interface Held<T> {
  readonly value: T;
  readonly bytes: number;
}

/** Least recently used goes first; what `keeps` says is wanted goes only when nothing else is left. */
export class ByteCache<T> {
  private readonly held = new Map<string, Held<T>>(); // in the order in which it was last touched
  bytes = 0;
  keeps: (key: string) => boolean = () => false;

  constructor(
    private readonly most: number,
    private readonly letGo: (value: T) => void,
  ) {}

  get size(): number {
    return this.held.size;
  }

  has(key: string): boolean {
    return this.held.has(key);
  }

  /** The value, which is thereby touched. */
  get(key: string): T | null {
    const one = this.held.get(key);
    if (!one) return null;
    this.held.delete(key);
    this.held.set(key, one);
    return one.value;
  }

  /** Hold a value; another under the same key is let go, and whatever then is too much. */
  put(key: string, value: T, bytes: number): void {
    this.drop(key);
    this.held.set(key, { value, bytes });
    this.bytes += bytes;
    if (this.bytes <= this.most) return;
    for (const spare of [false, true]) {
      for (const other of [...this.held.keys()]) {
        if (this.bytes <= this.most) return;
        if (other !== key && (spare || !this.keeps(other))) this.drop(other);
      }
    }
  }

  drop(key: string): void {
    const one = this.held.get(key);
    if (!one) return;
    this.held.delete(key);
    this.bytes -= one.bytes;
    this.letGo(one.value);
  }

  clear(): void {
    for (const key of [...this.held.keys()]) this.drop(key);
  }
}
