// A picture under a table of colours, drawn by the graphics card: the same picture again and again while a hand moves.
import { looked } from "./cube";

export const SIDE = 33;

/** Draws one picture under one table after another. */
export interface Looker {
  readonly draw: (picture: HTMLImageElement, table: Uint8Array) => void;
  readonly close: () => void;
}

const VERTEX = `#version 300 es
in vec2 place;
out vec2 at;
void main() {
  at = vec2(place.x, 1.0 - place.y);
  gl_Position = vec4(place * 2.0 - 1.0, 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
precision highp sampler3D;
uniform sampler2D picture;
uniform sampler3D table;
in vec2 at;
out vec4 colour;
void main() {
  vec4 one = texture(picture, at);
  vec3 place = (clamp(one.rgb, 0.0, 1.0) * ${SIDE - 1}.0 + 0.5) / ${SIDE}.0;
  colour = vec4(texture(table, place).rgb, 1.0);
}`;

/** On this canvas: by WebGL 2, or where there is none by the processor. */
export function lookerOn(canvas: HTMLCanvasElement): Looker | null {
  const gl = canvas.getContext("webgl2", { alpha: false, antialias: false, depth: false, preserveDrawingBuffer: true });
  if (gl) {
    const made = byCard(gl, canvas);
    if (made) return made;
  }
  const flat = canvas.getContext("2d", { willReadFrequently: true });
  return flat ? byHand(flat, canvas) : null;
}

function shader(gl: WebGL2RenderingContext, kind: number, text: string): WebGLShader | null {
  const made = gl.createShader(kind);
  if (!made) return null;
  gl.shaderSource(made, text);
  gl.compileShader(made);
  return gl.getShaderParameter(made, gl.COMPILE_STATUS) ? made : null;
}

function byCard(gl: WebGL2RenderingContext, canvas: HTMLCanvasElement): Looker | null {
  const [vertex, fragment] = [shader(gl, gl.VERTEX_SHADER, VERTEX), shader(gl, gl.FRAGMENT_SHADER, FRAGMENT)];
  const program = gl.createProgram();
  if (!vertex || !fragment) return null;
  gl.attachShader(program, vertex);
  gl.attachShader(program, fragment);
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) return null;
  gl.useProgram(program);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
  const place = gl.getAttribLocation(program, "place");
  gl.enableVertexAttribArray(place);
  gl.vertexAttribPointer(place, 2, gl.FLOAT, false, 0, 0);
  const [picture, table] = [gl.createTexture(), gl.createTexture()];
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, picture);
  smooth(gl, gl.TEXTURE_2D);
  gl.activeTexture(gl.TEXTURE1);
  gl.bindTexture(gl.TEXTURE_3D, table);
  smooth(gl, gl.TEXTURE_3D);
  gl.texParameteri(gl.TEXTURE_3D, gl.TEXTURE_WRAP_R, gl.CLAMP_TO_EDGE);
  gl.uniform1i(gl.getUniformLocation(program, "picture"), 0);
  gl.uniform1i(gl.getUniformLocation(program, "table"), 1);
  let shown: HTMLImageElement | null = null;
  return {
    draw: (image, colours) => {
      if (gl.isContextLost()) return;
      gl.activeTexture(gl.TEXTURE0);
      if (image !== shown) {
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, image);
        shown = image;
      }
      gl.activeTexture(gl.TEXTURE1);
      gl.texImage3D(gl.TEXTURE_3D, 0, gl.RGBA8, SIDE, SIDE, SIDE, 0, gl.RGBA, gl.UNSIGNED_BYTE, colours);
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    },
    close: () => gl.getExtension("WEBGL_lose_context")?.loseContext(),
  };
}

function smooth(gl: WebGL2RenderingContext, target: number): void {
  for (const [name, value] of [[gl.TEXTURE_MIN_FILTER, gl.LINEAR], [gl.TEXTURE_MAG_FILTER, gl.LINEAR], [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE], [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE]] as const) {
    gl.texParameteri(target, name, value);
  }
}

function byHand(context: CanvasRenderingContext2D, canvas: HTMLCanvasElement): Looker {
  let shown: HTMLImageElement | null = null;
  let pixels: ImageData | null = null;
  return {
    draw: (image, colours) => {
      if (image !== shown) {
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        context.drawImage(image, 0, 0);
        pixels = context.getImageData(0, 0, canvas.width, canvas.height);
        shown = image;
      }
      if (!pixels) return;
      const made = new ImageData(new Uint8ClampedArray(pixels.data), pixels.width, pixels.height);
      looked(made.data, colours, SIDE);
      context.putImageData(made, 0, 0);
    },
    close: () => undefined,
  };
}
