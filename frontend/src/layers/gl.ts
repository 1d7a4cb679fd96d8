// Composes a frame on the graphics card: what lies below, and each layer over it; textures are kept while the same frame is drawn.
import { COPY, MODES, OVER, VERTEX } from "./shaders";
import { MIDDLE, type Point, type Pose, unmoved } from "./pose";
import type { Picture } from "../player/frames";
import type { Layer } from "../document/kinds";

/** A layer at a frame, decoded. */
export interface Laid {
  /** The name of its pixels: the same name, the same pixels. */
  readonly name: string;
  readonly picture: Picture;
  readonly pose: Pose;
  readonly pivot: Point;
  readonly opacity: number;
  readonly mode: string;
  readonly blend: Layer["blend"];
}

export interface Below {
  readonly name: string;
  readonly picture: Picture;
}

/** What can draw a composite on a canvas. */
export interface Composer {
  readonly draw: (below: Below | null, layers: readonly Laid[]) => void;
  readonly close: () => void;
}

const MOST = 24; // textures that are kept

/** The rows of the matrix that takes a point of the picture to the layer's, column by column as the card wants them. */
export function placeOf(pose: Pose, ratio: number, pivot: Point = MIDDLE, across = 0, down = 0): Float32Array {
  const [x, y] = unmoved(pose, [-across, -down], ratio, pivot);
  const [right, under] = unmoved(pose, [1 - across, -down], ratio, pivot);
  const [left, below] = unmoved(pose, [-across, 1 - down], ratio, pivot);
  return new Float32Array([right - x, under - y, 0, left - x, below - y, 0, x, y, 1]);
}

interface Kept {
  readonly texture: WebGLTexture;
  readonly width: number;
  readonly height: number;
}

let card: boolean | undefined;

/** Whether there is a graphics card behind WebGL 2. A browser may not say that it only reckons as one would. */
function hasCard(): boolean {
  if (card !== undefined) return card;
  const gl = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  const told = gl?.getExtension("WEBGL_debug_renderer_info");
  const name = gl ? String(gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) : "";
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return (card = gl !== null && !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(name));
}

/** Null where the browser has no WebGL 2, or would only pretend to have a card: the processor draws faster by `flat.ts`. */
export function glComposer(canvas: HTMLCanvasElement): Composer | null {
  const gl = hasCard() ? canvas.getContext("webgl2", { alpha: false, antialias: false, preserveDrawingBuffer: true }) : null;
  return gl ? new GlComposer(gl, canvas) : null;
}

class GlComposer implements Composer {
  private readonly copy: WebGLProgram;
  private readonly over: WebGLProgram;
  private readonly scratch = document.createElement("canvas");
  private readonly kept = new Map<string, Kept>(); // in the order in which they were last drawn
  private targets: { readonly texture: WebGLTexture; readonly frame: WebGLFramebuffer }[] = [];
  private shape = "";
  private lost = false;
  private turn = 0;

  constructor(private readonly gl: WebGL2RenderingContext, private readonly canvas: HTMLCanvasElement) {
    this.copy = program(gl, COPY);
    this.over = program(gl, OVER);
    const corners = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, corners);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    canvas.addEventListener("webglcontextlost", () => (this.lost = true));
  }

  readonly draw = (below: Below | null, layers: readonly Laid[]): void => {
    if (this.lost) return;
    const { gl, canvas } = this;
    this.resize();
    gl.viewport(0, 0, canvas.width, canvas.height);
    let [from, to] = this.targets as [(typeof this.targets)[number], (typeof this.targets)[number]];
    gl.bindFramebuffer(gl.FRAMEBUFFER, from.frame);
    gl.clearColor(0, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (below) {
      gl.useProgram(this.copy);
      this.sample(this.copy, "below", 0, this.texture(below.name, below.picture, false).texture);
      gl.uniform1i(gl.getUniformLocation(this.copy, "onScreen"), 0);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    }
    for (const one of layers) {
      this.lay(one, from.texture, to.frame);
      [from, to] = [to, from];
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.useProgram(this.copy);
    this.sample(this.copy, "below", 0, from.texture);
    gl.uniform1i(gl.getUniformLocation(this.copy, "onScreen"), 1);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    this.forget();
  };

  readonly close = (): void => {
    for (const { texture } of this.kept.values()) this.gl.deleteTexture(texture);
    this.kept.clear();
    for (const { texture, frame } of this.targets) {
      this.gl.deleteTexture(texture);
      this.gl.deleteFramebuffer(frame);
    }
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  };

  private lay(one: Laid, below: WebGLTexture, into: WebGLFramebuffer): void {
    const { gl, over, canvas } = this;
    const ratio = canvas.width / canvas.height;
    const { blend } = one;
    const own = this.texture(one.name, one.picture, true);
    gl.bindFramebuffer(gl.FRAMEBUFFER, into);
    gl.useProgram(over);
    this.sample(over, "below", 0, below);
    if (blend.wrap > 0) gl.generateMipmap(gl.TEXTURE_2D);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, blend.wrap > 0 ? gl.LINEAR_MIPMAP_LINEAR : gl.LINEAR);
    this.sample(over, "layer", 1, own.texture);
    gl.uniform1i(gl.getUniformLocation(over, "onScreen"), 0);
    const at = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(over, name);
    gl.uniformMatrix3fv(at("place"), false, placeOf(one.pose, ratio, one.pivot));
    gl.uniformMatrix3fv(at("shadowPlace"), false, placeOf(one.pose, ratio, one.pivot, blend.shadow_across, blend.shadow_down));
    gl.uniform1f(at("opacity"), one.opacity);
    gl.uniform1i(at("mode"), Math.max(0, (MODES as readonly string[]).indexOf(one.mode)));
    gl.uniform1f(at("shadow"), blend.shadow);
    gl.uniform1f(at("softness"), blend.shadow_soft);
    gl.uniform1f(at("wrap"), blend.wrap);
    gl.uniform2f(at("size"), own.width, own.height);
    gl.uniform1f(at("grain"), blend.grain);
    gl.uniform1f(at("seed"), ++this.turn % 97);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  private sample(program: WebGLProgram, name: string, unit: number, texture: WebGLTexture): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.uniform1i(gl.getUniformLocation(program, name), unit);
  }

  /** The pixels on the card; sent there once for each name. */
  private texture(name: string, picture: Picture, clear: boolean): Kept {
    const there = this.kept.get(name);
    if (there) {
      this.kept.delete(name);
      this.kept.set(name, there);
      return there;
    }
    const { gl, scratch } = this;
    const { width, height } = picture;
    if (scratch.width !== width || scratch.height !== height) [scratch.width, scratch.height] = [width, height];
    const context = scratch.getContext("2d");
    context?.clearRect(0, 0, width, height);
    if (context) picture.draw(context, 0, 0, width, height);
    const texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE2);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, clear);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, scratch);
    edges(gl);
    if (clear) gl.generateMipmap(gl.TEXTURE_2D);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, clear ? gl.LINEAR_MIPMAP_LINEAR : gl.LINEAR);
    const kept = { texture, width, height };
    this.kept.set(name, kept);
    return kept;
  }

  private forget(): void {
    for (const name of [...this.kept.keys()].slice(0, -MOST)) {
      this.gl.deleteTexture((this.kept.get(name) as Kept).texture);
      this.kept.delete(name);
    }
  }

  private resize(): void {
    const { gl, canvas } = this;
    const shape = `${canvas.width} ${canvas.height}`;
    if (shape === this.shape) return;
    this.shape = shape;
    for (const { texture, frame } of this.targets) {
      gl.deleteTexture(texture);
      gl.deleteFramebuffer(frame);
    }
    this.targets = [0, 1].map(() => {
      const texture = gl.createTexture();
      gl.activeTexture(gl.TEXTURE2);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, canvas.width, canvas.height, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
      edges(gl);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
      const frame = gl.createFramebuffer();
      gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
      return { texture, frame };
    });
  }
}

function edges(gl: WebGL2RenderingContext): void {
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
}

function program(gl: WebGL2RenderingContext, fragment: string): WebGLProgram {
  const made = gl.createProgram();
  for (const [kind, text] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error("the graphics card is gone");
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.bindAttribLocation(made, 0, "corner");
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(gl.getProgramInfoLog(made) ?? "");
  return made;
}
