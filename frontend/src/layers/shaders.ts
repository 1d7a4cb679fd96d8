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
uniform int mode;          // 0 normal, 1 multiply, 2 screen, 3 overlay, 4 add
uniform float shadow;
uniform float softness;    // of the shadow, as a share of the picture's width
uniform float wrap;
uniform float wrapWidth;
uniform vec2 size;         // of the layer's picture
uniform vec3 gain;         // colour match: what its light is multiplied by
uniform vec3 lift;
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
float soft(vec2 point, float width) {
  float pixels = max(1.0, width * size.x);
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
  colour = clamp(colour * gain + lift, 0.0, 1.0);
  if (wrap > 0.0) {
    float edge = alpha * (1.0 - soft(point, wrapWidth));
    vec3 around = toLight(textureLod(below, at, log2(max(1.0, wrapWidth * size.x))).rgb);
    colour = mix(colour, max(colour, around), clamp(wrap * edge * 2.0, 0.0, 1.0));
  }
  if (grain > 0.0) colour = toLight(clamp(toDisplay(colour) + grain * 0.05 * noise(floor(at * size)), 0.0, 1.0));
  alpha *= opacity;
  vec3 blended = colour;
  if (mode == 1) blended = back * colour;
  else if (mode == 4) blended = min(back + colour, 1.0);
  else if (mode > 1) {
    vec3 cb = clamp(toDisplay(back), 0.0, 1.0), cs = clamp(toDisplay(colour), 0.0, 1.0);
    vec3 mixed = mode == 2 ? cb + cs - cb * cs : mix(2.0 * cb * cs, 1.0 - 2.0 * (1.0 - cb) * (1.0 - cs), step(0.5, cb));
    blended = toLight(mixed);
  }
  shown = vec4(clamp(toDisplay(back * (1.0 - alpha) + blended * alpha), 0.0, 1.0), 1.0);
}`;

export const MODES = ["normal", "multiply", "screen", "overlay", "add"] as const;
