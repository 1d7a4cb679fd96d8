// Every answer signs its links anew; the first link to some bytes is kept, so that nothing is fetched or drawn twice.

const LIFE = 8 * 3600 * 1000; // ms; the server's links live for twelve hours
const MOST = 20_000;
const known = new Map<string, { url: string; since: number }>();

/** The link by which these bytes were first seen, as long as it is good. */
export function steady(url: string, now = Date.now()): string {
  const bytes = url.split("?", 1)[0] ?? url;
  const held = known.get(bytes);
  if (held && now - held.since < LIFE) return held.url;
  if (known.size >= MOST) known.clear();
  known.set(bytes, { url, since: now });
  return url;
}

/** The same answer with every link to media steadied. */
export function steadied<T>(data: T): T {
  if (typeof data === "string") return (data.startsWith("/media/") ? steady(data) : data) as T;
  if (Array.isArray(data)) return data.map(steadied) as T;
  if (data && typeof data === "object") {
    return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, steadied(value)])) as T;
  }
  return data;
}
