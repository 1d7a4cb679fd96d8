// Display values, light and white balance, by the same sums as the server's `generation/colour/light.py`. Pure.

export const LUMA = [0.2126, 0.7152, 0.0722] as const;
export const REACH = [1.8556, 1.5748] as const;
export const NEUTRAL = 6500;

/** Three rows of three. */
export type Matrix = readonly [number, number, number, number, number, number, number, number, number];
type Vector = readonly [number, number, number];

const XYZ: Matrix = [0.4123908, 0.3575843, 0.1804808, 0.212639, 0.7151687, 0.0721923, 0.0193308, 0.1191948, 0.9505322];
const BRADFORD: Matrix = [0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296];

/** Linear light of a display value (sRGB); below 0 and above 1 the curve goes on. */
export const linear = (shown: number): number => (shown <= 0.04045 ? shown / 12.92 : ((shown + 0.055) / 1.055) ** 2.4);

/** The display value of linear light. */
export const display = (light: number): number => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);

export function times(one: Matrix, other: Matrix): Matrix {
  const at = (row: number, column: number): number =>
    (one[row * 3] ?? 0) * (other[column] ?? 0) + (one[row * 3 + 1] ?? 0) * (other[3 + column] ?? 0) + (one[row * 3 + 2] ?? 0) * (other[6 + column] ?? 0);
  return [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2), at(2, 0), at(2, 1), at(2, 2)];
}

const put = (m: Matrix, [x, y, z]: Vector): Vector => [m[0] * x + m[1] * y + m[2] * z, m[3] * x + m[4] * y + m[5] * z, m[6] * x + m[7] * y + m[8] * z];

export const diagonal = (a: number, b: number, c: number): Matrix => [a, 0, 0, 0, b, 0, 0, 0, c];

function inverse(m: Matrix): Matrix {
  const [a, b, c, d, e, f, g, h, i] = m;
  const whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return [e * i - f * h, c * h - b * i, b * f - c * e, f * g - d * i, a * i - c * g, c * d - a * f, d * h - e * g, b * g - a * h, a * e - b * d].map(
    (one) => one / whole,
  ) as unknown as Matrix;
}

const FROM_XYZ = inverse(XYZ);
const FROM_CONES = inverse(BRADFORD);

/** CIE 1960 u and v of a black body (Krystek 1985). */
function locus(t: number): readonly [number, number] {
  const u = (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t * t) / (1 + 8.42420235e-4 * t + 7.08145163e-7 * t * t);
  const v = (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t * t) / (1 - 2.89741816e-5 * t + 1.61456053e-7 * t * t);
  return [u, v];
}

function white(kelvin: number, tint: number): Vector {
  const [u0, v0] = locus(kelvin / 1.001);
  const [u1, v1] = locus(kelvin * 1.001);
  const long = Math.hypot(u1 - u0, v1 - v0);
  const [at, up] = locus(kelvin);
  const u = at + ((v1 - v0) / long) * (tint / 3000);
  const v = up - ((u1 - u0) / long) * (tint / 3000);
  const x = (3 * u) / (2 * u - 8 * v + 4);
  const y = (2 * v) / (2 * u - 8 * v + 4);
  return [x / y, 1, (1 - x - y) / y];
}

/** The matrix on linear light that makes white what was shot in a light of so many kelvin and so green a tint. */
export function whiteBalance(kelvin: number, tint: number): Matrix {
  const source = put(BRADFORD, white(kelvin, tint));
  const goal = put(BRADFORD, white(NEUTRAL, 0));
  const scale = diagonal(goal[0] / source[0], goal[1] / source[1], goal[2] / source[2]);
  const matrix = times(FROM_XYZ, times(FROM_CONES, times(scale, times(BRADFORD, XYZ))));
  const [red, green, blue] = put(matrix, [1, 1, 1]);
  const luma = LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue;
  return matrix.map((one) => one / luma) as unknown as Matrix;
}
