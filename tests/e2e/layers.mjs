// A shot taken apart in a real browser: clicks that become masks at once, the same as the server's; followed, corrected, undone.
// node layers.mjs <address> <folder> [en|zh]   (needs ffmpeg on the path for the film that it takes apart)
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { check, ffmpeg, story, until } from "./browser.mjs";

const FRAMES = 24;
const [WIDE, HIGH] = [480, 270];
const files = join(process.argv[3], "files");
mkdirSync(files, { recursive: true });
const clip = join(files, "disc.mp4");
/** Where the middle of the red disc is at a frame, in shares. */
const disc = (frame) => [(120 + frame * 4) / WIDE, 130 / HIGH];
const box = [0.83, 0.5]; // a yellow box that stands still
ffmpeg(
  "-f", "lavfi", "-i", `nullsrc=size=${WIDE}x${HIGH}:rate=24:duration=${FRAMES / 24},format=yuv444p,geq=lum='90+30*sin(X/37)+20*cos(Y/23)':cb=124:cr=126`,
  "-f", "lavfi", "-i", `color=c=0xc82818:size=96x96:rate=24:duration=${FRAMES / 24},format=yuva444p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='255*lte(hypot(X-47.5,Y-47.5),46)'`,
  "-f", "lavfi", "-i", `color=c=0xe8d040:size=70x100:rate=24:duration=${FRAMES / 24}`,
  "-filter_complex", "[0][2]overlay=x=363:y=85[a];[a][1]overlay=x='72+n*4':y=82,format=yuv420p", "-frames:v", String(FRAMES), "-c:v", "libx264", "-crf", "12", clip,
);

/** The film as a shot of a film of its own, with its take on the way: its project and its shot. */
const brought = (page, title) => page.evaluate(async ({ title, bytes, frames, wide, high }) => {
  const token = () => /csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  const ask = async (method, path, body, raw) => {
    const answer = await fetch(`/api${path}`, { method, headers: { "X-CSRFToken": token(), ...(raw ? {} : { "Content-Type": "application/json" }) }, body: raw ?? (body === undefined ? undefined : JSON.stringify(body)) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const whole = Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0));
  const project = await ask("POST", "/projects", { title, language: "en", rate: "24/1", width: wide, height: high });
  const upload = await ask("POST", "/uploads", { name: "disc.mp4", size: whole.length, media: "movie" });
  await ask("PUT", `/uploads/${upload.id}?at=0`, undefined, whole);
  const { digest } = await ask("POST", `/uploads/${upload.id}/finish`);
  const [scene, shot] = [crypto.randomUUID(), crypto.randomUUID()];
  await ask("POST", `/projects/${project.id}/edits`, { id: crypto.randomUUID(), label: "footage", changes: [
    { kind: "scene", id: scene, set: { number: "1", rank: "a0", heading: "INT. TABLE – DAY" } },
    { kind: "shot", id: shot, set: { scene, letter: "A", rank: "a0", frames, footage: { artifact: digest, start: 0, fit: "fill" } } },
  ] });
  await ask("POST", `/shots/${shot}/takes`, { seed: null, quality: "final" });
  return { project: project.id, shot };
}, { title, bytes: readFileSync(clip).toString("base64"), frames: FRAMES, wide: WIDE, high: HIGH });

/** The server's own mask of these prompts, beside what the canvas shows as a matte: the IoU of both. */
const compared = (page, shot, said) => page.evaluate(async ({ shot, said }) => {
  const token = /csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  let url = null;
  for (let tries = 0; tries < 200 && !url; tries++) {
    const answer = await fetch(`/api/shots/${shot}/mask`, { method: "POST", headers: { "X-CSRFToken": token, "Content-Type": "application/json" }, body: JSON.stringify(said) });
    const made = await answer.json();
    if (made.status === "failed" || !answer.ok) throw new Error(JSON.stringify(made));
    url = made.url;
    if (!url) await new Promise((done) => setTimeout(done, 300));
  }
  const canvas = document.querySelector(".mask-picture");
  const own = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const theirs = new OffscreenCanvas(canvas.width, canvas.height);
  theirs.getContext("2d").drawImage(await createImageBitmap(await (await fetch(url)).blob()), 0, 0, canvas.width, canvas.height);
  const other = theirs.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let [both, either] = [0, 0];
  for (let at = 0; at < own.length; at += 4) {
    const [here, there] = [own[at] > 127, other[at] > 127];
    both += here && there ? 1 : 0;
    either += here || there ? 1 : 0;
  }
  return either === 0 ? 0 : both / either;
}, { shot, said });

/** Where the middle of the matte on screen is, in shares, and how much of the picture it covers. */
const middle = (page) => page.evaluate(() => {
  const canvas = document.querySelector(".mask-picture");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let [x, y, sum] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const inside = data[at] > 127 ? 1 : 0;
    x += inside * ((at / 4) % canvas.width);
    y += inside * Math.floor(at / 4 / canvas.width);
    sum += inside;
  }
  return { x: x / Math.max(1, sum) / canvas.width, y: y / Math.max(1, sum) / canvas.height, share: sum / (canvas.width * canvas.height) };
});

await story("layers", async ({ page, base, snap, t, language }) => {
  const { project, shot } = await brought(page, `Disc ${language}`);
  await page.goto(`${base}/p/${project}/board`);
  await page.waitForSelector(".card");
  await until("the take is made", () => page.locator(".card.fresh").count(), 120_000);

  console.log("the picture of a card leads to its canvas, and back leads out of it");
  await page.locator(".card .frame").first().dblclick();
  await page.waitForSelector(".canvas-stage");
  check("it has an address of its own", page.url().endsWith(`canvas=${shot}`), page.url());
  await page.goBack();
  await page.waitForSelector(".card");
  await page.goto(`${base}/p/${project}/board?canvas=${shot}`);
  await page.waitForSelector(".canvas-stage");
  const eye = () => page.locator(".canvas-notices").getAttribute("data-eye");
  await until("the frame is looked at", async () => (await eye()) === "ready", 120_000);
  const place = async ([x, y]) => {
    const at = await page.locator(".canvas-picture").boundingBox();
    return [at.x + at.width * x, at.y + at.height * y];
  };
  const sheets = async () => Number(await page.locator(".mask-picture").getAttribute("data-sheets"));
  const rows = page.locator(".strip-row");
  const marks = () => page.locator(".strip-row.chosen .diamond").count();

  console.log("what a click would take is seen before it is made");
  await page.mouse.move(...(await place(disc(0))));
  await until("it is seen", async () => (await page.locator(".hover-picture").getAttribute("data-there")) === "true", 20_000);
  await snap("1-hover");

  console.log("a click takes away nothing where nothing was taken");
  await page.keyboard.down("Alt");
  await page.mouse.click(...(await place([0.5, 0.9])));
  await page.keyboard.up("Alt");
  await until("one is told", () => page.getByText(t("canvas.firstBelongs")).count(), 10_000);
  check("no layer was made", (await rows.count()) === 0);

  console.log("a click is a mask at once, and the server's is the same");
  await page.mouse.click(...(await place(disc(0))));
  await until("the mask is there", async () => (await sheets()) === 1 && (await rows.count()) === 1, 20_000);
  const took = [];
  took.push(Number(await page.locator(".canvas-notices").getAttribute("data-took")));
  await snap("2-mask");
  await page.keyboard.press("v");
  const own = await middle(page);
  check("it is the disc", Math.abs(own.x - disc(0)[0]) < 0.01 && Math.abs(own.y - disc(0)[1]) < 0.015 && Math.abs(own.share - (Math.PI * 46 * 46) / (WIDE * HIGH)) < 0.01, own);
  const [x, y] = disc(0).map((share) => Math.round(share * 1e5) / 1e5);
  const points = await page.locator(".said-point").count();
  check("the click is marked", points === 1);
  const iou = await compared(page, shot, { frame: 0, points: [[x, y, true]], box: null, strokes: [] });
  check("browser and server agree within 1 %", iou > 0.99, iou);
  console.log(`    IoU of browser and server ${iou.toFixed(5)}`);
  await page.keyboard.press("v");
  await snap("3-cutout");
  await page.keyboard.press("v");

  console.log("every click is one step of undo");
  await page.keyboard.down("Alt");
  await page.mouse.click(...(await place([disc(0)[0] + 0.16, 0.2])));
  await page.keyboard.up("Alt");
  await until("it takes away", async () => (await page.locator(".said-point.takes").count()) === 1, 20_000);
  took.push(Number(await page.locator(".canvas-notices").getAttribute("data-took")));
  await page.keyboard.press("Control+z");
  await until("it is as it was", async () => (await page.locator(".said-point").count()) === 1);

  console.log("another thing is another layer, by a box, and the brush is exact");
  await page.keyboard.press("n");
  await page.keyboard.press("r");
  await page.mouse.move(...(await place([box[0] - 0.1, box[1] - 0.23])));
  await page.mouse.down();
  await page.mouse.move(...(await place([box[0] + 0.1, box[1] + 0.23])), { steps: 6 });
  await page.mouse.up();
  await until("there are two", async () => (await sheets()) === 2 && (await rows.count()) === 2, 20_000);
  took.push(Number(await page.locator(".canvas-notices").getAttribute("data-took")));
  await page.keyboard.press("b");
  await page.keyboard.press("v");
  const before = (await middle(page)).share;
  await page.mouse.move(...(await place([0.75, 0.9])));
  await page.mouse.down();
  await page.mouse.move(...(await place([0.85, 0.9])), { steps: 8 });
  await page.mouse.up();
  const stroke = (0.1 * 0.03 * WIDE * WIDE + Math.PI * (0.015 * WIDE) ** 2) / (WIDE * HIGH);
  await until("the stroke is in it", async () => Math.abs((await middle(page)).share - before - stroke) < stroke * 0.06, 20_000);
  await page.keyboard.press("v");
  await page.keyboard.press("v");
  await snap("4-two");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await until("the second is gone", async () => (await rows.count()) === 1);

  console.log("it is followed through the shot");
  await rows.first().click();
  await page.keyboard.press("Enter");
  await until("it is on its way", () => page.locator(".follow .way, .followed").count(), 30_000);
  await snap("5-following");
  await until("it is there", () => page.locator(".followed").count(), 420_000);
  const bar = page.locator(".strip-bar");
  await bar.focus();
  for (let steps = 0; steps < 20; steps++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("c");
  await page.keyboard.press("v");
  await until("the disc's mask is where it went", async () => {
    const at = await middle(page);
    return Math.abs(at.x - disc(20)[0]) < 0.012 && Math.abs(at.share - own.share) < 0.008;
  }, 60_000);
  await page.keyboard.press("v");
  await page.keyboard.press("v");
  await snap("6-followed");

  console.log("a correction is a mask of its own, and undone like any other");
  await until("the frame is looked at", async () => (await eye()) === "ready", 120_000);
  await page.mouse.click(...(await place(disc(20))));
  await until("there are two marks", async () => (await marks()) === 2, 20_000);
  await until("one may follow it anew", () => page.getByRole("button", { name: t("canvas.follow") }).count(), 30_000);
  await snap("7-corrected");
  await page.mouse.move(5, 300);
  await page.keyboard.press(",");
  check("a key leads to the mark before", (await page.locator(".strip-bar").getAttribute("aria-valuenow")) === "1");
  await page.keyboard.press("Control+z");
  await until("one mark is left", async () => (await marks()) === 1);
  await until("what was made is there again", () => page.locator(".followed").count(), 60_000);

  console.log("one click takes a thing out");
  await page.keyboard.press("g");
  await page.mouse.click(...(await place(box)));
  await until("a layer that is not seen is there", async () => (await rows.count()) === 2, 20_000);
  await until("it is taken out without another word", () => page.locator(".follow .way, .followed").count(), 30_000);
  const gone = () => page.locator(".layer-row.off .layer-state").innerText();
  await until("its row tells of what is made", async () => (await gone()) !== "", 30_000);
  if (!(await page.locator(".followed").count())) check("it is not called filled before it is", !(await gone()).includes(t("layers.removed")), await gone());
  await snap("8-remove");
  await page.keyboard.press("Control+z");
  await until("it is back", async () => (await rows.count()) === 1);

  console.log("keys: all is not the words of the page, a sheet gives the focus back, Enter puts a thing into the middle");
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("Control+a");
  check("nothing is selected", (await page.evaluate(() => getSelection().toString().trim())) === "");
  await page.locator(".layer-row").first().click();
  const opener = page.getByRole("button", { name: t("layers.deliver") });
  await opener.focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog");
  await page.keyboard.press("Escape");
  await until("the sheet is closed", async () => (await page.locator("dialog").count()) === 0);
  check("what opened it has the focus", await opener.evaluate((element) => element === document.activeElement));
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("i");
  await page.keyboard.press("Enter");
  await until("one is asked what stands there", () => page.locator(".place-card textarea:focus").count(), 10_000);
  await page.keyboard.press("Escape");
  await until("it is let go", async () => (await page.locator(".place-card").count()) === 0);

  await page.keyboard.press("Escape");
  await page.waitForSelector(".card");
  check("Escape leads back to the board", !page.url().includes("canvas="), page.url());
  console.log(`    click to mask after the embedding, ms: ${took.map((one) => one.toFixed(0)).join(" ")}`);
});
