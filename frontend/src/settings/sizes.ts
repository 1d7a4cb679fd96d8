// The shape and size of a film: aspect ratios, even pixel counts within what the studio can hold, rates as fractions. Pure.

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const LEAST = 16;
export const MOST = 4096;
export const SHAPES: Readonly<Record<string, number>> = { "16:9": 16 / 9, "2.39:1": 2.39, "4:3": 4 / 3, "1:1": 1, "9:16": 9 / 16 };
export const SIDES = [360, 480, 540, 720, 1080, 1440, 2160] as const;

const even = (pixels: number): number => Math.min(MOST, Math.max(LEAST, Math.round(pixels / 2) * 2));

/** The size of a ratio (width over height) with this short side; smaller where the long side would be too long. Always even. */
export function sizeOf(ratio: number, side: number): Size {
  const long = Math.max(ratio, 1 / ratio);
  const short = Math.min(side, MOST / long);
  const [wide, narrow] = [even(short * long), even(short)];
  return ratio >= 1 ? { width: wide, height: narrow } : { width: narrow, height: wide };
}

/** Whether a ratio can be had with this short side without shrinking it. */
export const fits = (ratio: number, side: number): boolean => side * Math.max(ratio, 1 / ratio) <= MOST + 1;

/** The preset that a size has the shape of, allowing for even pixels; null for any other. */
export function shapeOf({ width, height }: Size): string | null {
  for (const [name, ratio] of Object.entries(SHAPES)) {
    const meant = sizeOf(ratio, Math.min(width, height));
    if (Math.abs(meant.width - width) <= 2 && Math.abs(meant.height - height) <= 2) return name;
  }
  return null;
}

/** A ratio as somebody types it: 16:9, 1.85, 2.39:1, 1920x1080; null when it is none or too extreme to show. */
export function ratioFrom(text: string): number | null {
  const parts = text.trim().split(/\s*[:：/x×]\s*/i);
  if (parts.length > 2 || parts.some((one) => !/^\d+(\.\d+)?$/.test(one))) return null;
  const ratio = Number(parts[0]) / Number(parts[1] ?? 1);
  return Number.isFinite(ratio) && ratio >= 0.1 && ratio <= 10 ? ratio : null;
}

/** Pixels as somebody types them, made even and held within what is possible; null when it is no number. */
export function pixelsFrom(text: string): number | null {
  const typed = Number(text);
  return text.trim() !== "" && Number.isFinite(typed) ? even(typed) : null;
}

export const RATES = ["24/1", "25/1", "24000/1001", "30000/1001", "30/1", "50/1", "60/1"] as const;
// What people write for the rates that are not whole.
const BROADCAST: Readonly<Record<string, string>> = { "23.976": "24000/1001", "23.98": "24000/1001", "29.97": "30000/1001", "47.952": "48000/1001", "59.94": "60000/1001", "119.88": "120000/1001" };
const FASTEST = 240;
const LARGEST = 9_999_999;

/** A rate as somebody types it: 24, 23.976, 24000/1001, 12.5; as a fraction in lowest terms, or null. */
export function rateFrom(text: string): string | null {
  const typed = text.trim().replace(/\s*(fps|帧\/秒|帧)$/i, "");
  if (BROADCAST[typed]) return BROADCAST[typed];
  const parts = /^(\d{1,7})(?:\.(\d{1,3}))?(?:\/(\d{1,7}))?$/.exec(typed);
  if (!parts || (parts[2] && parts[3])) return null;
  const scale = 10 ** (parts[2]?.length ?? 0);
  const top = Number(parts[1]) * scale + Number(parts[2] ?? 0);
  const bottom = parts[3] ? Number(parts[3]) : scale;
  if (top === 0 || bottom === 0 || top / bottom > FASTEST || top / bottom < 1) return null;
  const common = divisor(top, bottom);
  return top / common > LARGEST ? null : `${top / common}/${bottom / common}`;
}

const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));

/** A rate as it is written: 24, 23.976. */
export function rateText(rate: string): string {
  const [top = 24, bottom = 1] = rate.split("/").map(Number);
  return String(Math.round((top / bottom) * 1000) / 1000);
}
