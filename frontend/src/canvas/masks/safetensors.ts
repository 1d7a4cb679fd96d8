// Reads what the server wrote of a picture: safetensors in float16 or float32, checked before any of it is believed. Pure.

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Tensors {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const LONGEST = 1 << 20; // bytes of a header that is believed

/** @throws Error where the bytes are not what their header says. */
export function readTensors(bytes: ArrayBuffer): Tensors {
  const view = new DataView(bytes);
  if (bytes.byteLength < 8) throw new Error("too short for a header");
  const length = Number(view.getBigUint64(0, true));
  if (length > LONGEST || 8 + length > bytes.byteLength) throw new Error("the header is longer than the file");
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 8, length))) as Record<string, unknown>;
  const tensors: Record<string, Tensor> = {};
  let metadata: Record<string, string> = {};
  for (const [name, told] of Object.entries(header)) {
    if (name === "__metadata__") metadata = told as Record<string, string>;
    else tensors[name] = one(bytes, 8 + length, told as { dtype: string; shape: number[]; data_offsets: [number, number] });
  }
  return { tensors, metadata };
}

function one(bytes: ArrayBuffer, base: number, told: { dtype: string; shape: number[]; data_offsets: [number, number] }): Tensor {
  const [from, to] = told.data_offsets;
  const count = told.shape.reduce((all, side) => all * side, 1);
  const wide = told.dtype === "F16" ? 2 : told.dtype === "F32" ? 4 : 0;
  if (wide === 0 || to - from !== count * wide || from < 0 || base + to > bytes.byteLength) throw new Error("a tensor is not as long as its shape");
  const own = bytes.slice(base + from, base + to);
  return { shape: told.shape, values: wide === 4 ? new Float32Array(own) : fromHalf(new Uint16Array(own)) };
}

let table: Float32Array | null = null;

/** Numbers of 16 bits as numbers of 32. */
export function fromHalf(halves: Uint16Array): Float32Array {
  table ??= Float32Array.from({ length: 65536 }, (_, bits) => halfOf(bits));
  const values = new Float32Array(halves.length);
  for (let at = 0; at < halves.length; at++) values[at] = table[halves[at] as number] as number;
  return values;
}

function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const power = (bits >> 10) & 0x1f;
  const part = bits & 0x3ff;
  if (power === 0) return sign * part * 2 ** -24;
  if (power === 31) return part ? NaN : sign * Infinity;
  return sign * (1 + part / 1024) * 2 ** (power - 15);
}
