// The sums of composing on the graphics card: as the server mixes layers, light by light, so that what is dragged looks as it will.

export const VERTEX = `#version 300 es
in vec2 corner;
out vec2 at;                 // of the picture, from its upper left
uniform bool onScreen;       // whose first row is its lowest; that of textures is the highest here
void main() {
  at = vec2(corner.x, onScreen ? 1.0 - corner.y : corner.y);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

/** What lies below, as it is. */
export const COPY = `#version 300 es
precision highp float;
in vec2 at;
out vec4 shown;
uniform sampler2D below;
void main() {
  shown = vec4(texture(below, at).rgb, 1.0);
}`;

/** One layer over what lies below: its shadow first, then itself, in its mode. W3C Compositing and Blending, mixed as light. */
export const OVER = `#version 300 es
precision highp float;
in vec2 at;
out vec4 shown;
uniform sampler2D below;   // display values, opaque
uniform sampler2D layer;   // display values, premultiplied, with smaller copies of itself
uniform mat3 place;        // from a point of the picture to the layer's
uniform mat3 shadowPlace;
uniform float opacity;
uniform int mode;          // its place in MODES
uniform float shadow;
uniform float softness;    // of the shadow, as a share of the picture's height
uniform float wrap;
uniform vec2 size;         // of the layer's picture
uniform float grain;
uniform float seed;

vec3 toLight(vec3 value) {
  return mix(value / 12.92, pow((max(value, 0.0) + 0.055) / 1.055, vec3(2.4)), step(0.04045, value));
}
vec3 toDisplay(vec3 light) {
  return mix(light * 12.92, 1.055 * pow(max(light, 1e-9), vec3(1.0 / 2.4)) - 0.055, step(0.0031308, light));
}
vec4 sampled(vec2 point, float level) {
  vec2 inside = step(vec2(0.0), point) * step(point, vec2(1.0));
  return textureLod(layer, point, level) * inside.x * inside.y;
}
float soft(vec2 point, float sigma) {
  float pixels = max(1.0, sigma * size.y);
  float level = max(0.0, log2(pixels) - 1.5);
  float sum = 0.0, weights = 0.0;
  for (int y = -3; y <= 3; y++) for (int x = -3; x <= 3; x++) {
    vec2 off = vec2(x, y) / 1.5;
    float weight = exp(-0.5 * dot(off, off));
    sum += weight * sampled(point + off * pixels / size, level).a;
    weights += weight;
  }
  return sum / weights;
}
vec3 hard(vec3 cb, vec3 cs) {
  return mix(2.0 * cb * cs, 1.0 - 2.0 * (1.0 - cb) * (1.0 - cs), step(0.5, cs));
}
float luma(vec3 c) {
  return dot(c, vec3(0.3, 0.59, 0.11));
}
float range(vec3 c) {
  return max(max(c.r, c.g), c.b) - min(min(c.r, c.g), c.b);
}
vec3 withLuma(vec3 c, float want) {
  vec3 moved = c + (want - luma(c));
  float least = min(min(moved.r, moved.g), moved.b), most = max(max(moved.r, moved.g), moved.b);
  if (least < 0.0) moved = want + (moved - want) * want / max(want - least, 1e-6);
  if (most > 1.0) moved = want + (moved - want) * (1.0 - want) / max(most - want, 1e-6);
  return moved;
}
vec3 withRange(vec3 c, float want) {
  float own = range(c);
  return own > 0.0 ? (c - min(min(c.r, c.g), c.b)) * want / own : vec3(0.0);
}
/** On display values; the order is that of MODES. */
vec3 blendedAs(vec3 cb, vec3 cs) {
  if (mode == 3) return mix(1.0 - min(vec3(1.0), (1.0 - cb) / max(cs, 1e-6)), vec3(1.0), step(1.0, cb));
  if (mode == 5) return cb + cs - cb * cs;
  if (mode == 6) return mix(min(vec3(1.0), cb / max(1.0 - cs, 1e-6)), vec3(0.0), step(cb, vec3(0.0)));
  if (mode == 8) return hard(cs, cb);
  if (mode == 9) {
    vec3 curve = mix(sqrt(cb), ((16.0 * cb - 12.0) * cb + 4.0) * cb, step(cb, vec3(0.25)));
    return mix(cb + (2.0 * cs - 1.0) * (curve - cb), cb - (1.0 - 2.0 * cs) * cb * (1.0 - cb), step(cs, vec3(0.5)));
  }
  if (mode == 10) return hard(cb, cs);
  if (mode == 11) return abs(cb - cs);
  if (mode == 12) return cb + cs - 2.0 * cb * cs;
  if (mode == 13) return withLuma(withRange(cs, range(cb)), luma(cb));
  if (mode == 14) return withLuma(withRange(cb, range(cs)), luma(cb));
  if (mode == 15) return withLuma(cs, luma(cb));
  return withLuma(cb, luma(cs));
}
float noise(vec2 point) {
  return fract(sin(dot(point + seed, vec2(12.9898, 78.233))) * 43758.5453) - 0.5;
}
void main() {
  vec3 back = toLight(texture(below, at).rgb);
  if (shadow > 0.0) back *= 1.0 - shadow * opacity * soft((shadowPlace * vec3(at, 1.0)).xy, softness);
  vec2 point = (place * vec3(at, 1.0)).xy;
  float level = max(0.0, 0.5 * log2(max(1e-6, dot(dFdx(point * size), dFdx(point * size)))));
  vec4 own = sampled(point, level);
  float alpha = own.a;
  vec3 colour = toLight(min(vec3(1.0), own.rgb / max(alpha, 1e-4)));
  if (wrap > 0.0) {
    float edge = min(1.0, 2.0 * (1.0 - soft(point, 0.006)));
    vec3 around = toLight(textureLod(below, at, log2(max(1.0, 0.02 * float(textureSize(below, 0).y) * 2.0))).rgb);
    colour += wrap * edge * around * (1.0 - colour);
  }
  if (grain > 0.0) colour = toLight(clamp(toDisplay(colour) + grain * 0.05 * noise(floor(at * size)), 0.0, 1.0));
  alpha *= opacity;
  vec3 blended = colour;
  if (mode == 1) blended = min(back, colour);
  else if (mode == 2) blended = back * colour;
  else if (mode == 4) blended = max(back, colour);
  else if (mode == 7) blended = min(back + colour, 1.0);
  else if (mode > 0) blended = toLight(clamp(blendedAs(clamp(toDisplay(back), 0.0, 1.0), clamp(toDisplay(colour), 0.0, 1.0)), 0.0, 1.0));
  shown = vec4(clamp(toDisplay(back * (1.0 - alpha) + blended * alpha), 0.0, 1.0), 1.0);
}`;

/** In the order in which editors list them, as the server knows them. */
export const MODES = [
  "normal", "darken", "multiply", "burn", "lighten", "screen", "dodge", "add", "overlay", "soft-light", "hard-light", "difference",
  "exclusion", "hue", "saturation", "colour", "luminosity",
] as const;
