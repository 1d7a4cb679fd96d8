// Effects in a real browser: a film that was brought, an animatic and a still under every effect there is; keys, a region, one undo.
// node effects.mjs <address> <folder> [en|zh]   (needs ffmpeg on the path for the film and the picture that it brings)
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { check, ffmpeg, story, until } from "./browser.mjs";

const [WIDE, HIGH, FRAMES] = [320, 180, 24];
const files = join(process.argv[3], "files");
mkdirSync(files, { recursive: true });
const [clip, still] = [join(files, "boats.mp4"), join(files, "boats.png")];
ffmpeg(
  "-f", "lavfi", "-i", `testsrc2=size=${WIDE}x${HIGH}:rate=24:duration=${FRAMES / 24}`, "-f", "lavfi", "-i", `sine=frequency=330:duration=${FRAMES / 24}`,
  "-frames:v", String(FRAMES), "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", clip,
);
ffmpeg("-f", "lavfi", "-i", `mandelbrot=size=${WIDE}x${HIGH}`, "-frames:v", "1", still);

/** Of a length, rate or size of their own: takes, no effects. */
const NO_EFFECTS = ["time.slow", "time.rate", "quality.upscale"];
const bytes = (path) => readFileSync(path).toString("base64");

/** Ask the studio, as the page would. */
const ask = (page, method, path, body, raw) => page.evaluate(async ({ method, path, body, raw }) => {
  const token = /csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  const given = raw === undefined ? (body === undefined ? undefined : JSON.stringify(body)) : Uint8Array.from(atob(raw), (char) => char.charCodeAt(0));
  const answer = await fetch(`/api${path}`, { method, headers: { "X-CSRFToken": token, ...(raw === undefined ? { "Content-Type": "application/json" } : {}) }, body: given });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}, { method, path, body, raw });

async function upload(page, path, name, media) {
  const raw = bytes(path);
  const one = await ask(page, "POST", "/uploads", { name, size: Buffer.from(raw, "base64").length, media });
  await ask(page, "PUT", `/uploads/${one.id}?at=0`, undefined, raw);
  return (await ask(page, "POST", `/uploads/${one.id}/finish`)).digest;
}

await story("effects", async ({ page, base, snap, t, language }) => {
  const project = await ask(page, "POST", "/projects", { title: `Boats ${language}`, language: "en", rate: "24/1", width: WIDE, height: HIGH });
  const [film, picture] = [await upload(page, clip, "boats.mp4", "movie"), await upload(page, still, "boats.png", "image")];
  const id = () => page.evaluate(() => crypto.randomUUID());
  const [scene, brought, drawn, stood] = [await id(), await id(), await id(), await id()];
  const shot = (letter, rest) => ({ scene, letter, rank: `a${"ABC".indexOf(letter)}`, frames: FRAMES, ...rest });
  await ask(page, "POST", `/projects/${project.id}/edits`, { id: await id(), label: "film", changes: [
    { kind: "scene", id: scene, set: { number: "1", rank: "a0", heading: "EXT. PIER – DAY" } },
    { kind: "shot", id: brought, set: shot("A", { footage: { artifact: film, start: 0, fit: "fill" } }) },
    { kind: "shot", id: drawn, set: shot("B", { action: "A fisherman walks along the pier." }) },
    { kind: "shot", id: stood, set: shot("C", { first: picture }) },
  ] });
  const shots = [brought, drawn, stood];
  for (const one of shots) await ask(page, "POST", `/shots/${one}/takes`, { seed: null, quality: "final" });
  await page.goto(`${base}/p/${project.id}/board`);
  await page.waitForSelector(".card");
  await until("the takes are made", async () => (await page.locator(".card.fresh").count()) === 3, 180_000);
  const records = async () => Object.values((await ask(page, "GET", `/projects/${project.id}`)).records.effect ?? {}).filter((one) => !one.archived);
  const card = (slate) => page.locator(".card", { has: page.locator(`.slate:text-is("${slate}")`) });
  const rows = page.locator(".effect-stack > li");
  const open = async () => {
    if ((await page.locator(".gallery").count()) === 0) await page.getByRole("button", { name: t("effects.add"), exact: true }).click();
    return page.getByRole("combobox", { name: t("effects.search") });
  };
  const shelf = (name) => page.locator(".gallery-shelf", { hasText: name });
  const undo = async (left) => {
    await page.keyboard.press("Escape");
    await page.locator("main h1, .topbar, .board").first().click({ position: { x: 5, y: 5 } }).catch(() => undefined);
    await page.keyboard.press("Control+z");
    await until("it is undone", async () => (await records()).length === left, 15_000);
  };

  const all = (await ask(page, "GET", "/operations")).filter((one) => {
    const [first, ...rest] = one.ports;
    const outputs = Object.values(one.outputs);
    const family = one.name.split(".")[0];
    return first?.media === "video" && !first.many && rest.every((port) => port.optional) && outputs.length === 1 && outputs[0] === "video"
      && !["video", "guide", "preview"].includes(family) && !NO_EFFECTS.includes(one.name);
  }).map((one) => one.name);
  check("there are effects of several kinds", new Set(all.map((one) => one.split(".")[0])).size >= 3, all);

  console.log("the gallery: pictures of styles, found in both languages, favourites");
  await card("1A").click();
  const search = await open();
  await shelf(t("gallery.style")).click();
  const styles = await page.locator(".tile .tile-picture img").count();
  check("at least 24 styles are shown with a picture", styles >= 24, styles);
  await until("the pictures are there", () => page.locator(".tile .tile-picture img").first().evaluate((one) => one.naturalWidth > 0), 15_000);
  await snap("1-styles");
  for (const kind of ["camera", "colour"]) {
    await shelf(t(`gallery.${kind}`)).click();
    await snap(`1-${kind}`);
  }
  await search.fill("调色");
  check("it is found in the other language", (await page.locator(".tile").first().getAttribute("id")) !== null && (await page.locator(".tile b").first().textContent()) === t("op.style.grade"));
  await page.keyboard.press("Control+d");
  await search.fill("");
  await shelf(t("gallery.favourite")).click();
  check("a favourite stands on its shelf", (await page.locator(".tile").count()) === 1);
  await page.keyboard.press("Escape");

  const kinds = [["1A", brought, all], ["1B", drawn, ["style.grade", "style.transfer", "camera.move"]], ["1C", stood, ["style.transfer", "camera.move", "frame.reframe"]]];
  for (const [slate, , some] of kinds) {
    await card(slate).click();
    for (const name of some.filter((one) => all.includes(one))) {
      const field = await open();
      await field.fill(t(`op.${name}`));
      await page.locator(".tile", { has: page.locator(`b:text-is("${t(`op.${name}`)}")`) }).first().click();
      await until(`${name} stands on ${slate}`, async () => (await rows.count()) === 1, 10_000);
      await until(`${name} is tried on ${slate}`, async () => (await page.locator(".try-frame img").first().count()) > 0 && (await page.locator(".try progress:not(.still)").count()) === 0, 120_000);
      const wrong = await page.locator(".effects .said.wrong:not(:has-text('—'))").allTextContents();
      const lacking = wrong.filter((one) => one.trim() !== "");
      check(`${slate} under ${name}`, lacking.length === 0, lacking);
      await page.locator(".effects").scrollIntoViewIfNeeded();
      await snap(`2-${slate}-${name}`);
      await page.getByRole("button", { name: t("effects.more", { name: t(`op.${name}`) }) }).click();
      await page.getByRole("menuitem", { name: t("effects.remove"), exact: false }).first().click();
      await until("it is taken off", async () => (await rows.count()) === 0, 10_000);
    }
  }

  console.log("a key at two frames: the value changes between them; undo takes the last away");
  await card("1A").click();
  await (await open()).fill(t("op.style.grade"));
  await page.waitForSelector(".tile.marked");
  await page.keyboard.press("Enter");
  const exposure = page.locator(".number-row", { has: page.locator(`label:text-is("${t("param.exposure")}")`) }).first();
  await exposure.scrollIntoViewIfNeeded();
  await exposure.locator(".key-diamond").click();
  await page.waitForSelector(".key-point");
  const lane = await page.locator(".key-lane").boundingBox();
  await page.mouse.click(lane.x + lane.width * 0.95, lane.y + lane.height * 0.8);
  await exposure.locator("input.timecode").fill("2");
  await page.keyboard.press("Enter");
  await until("there are two keys", async () => (await page.locator(".key-point").count()) === 2, 10_000);
  const [keyed] = await until("they are kept", async () => {
    const some = await records();
    return some[0]?.params?.keys?.exposure?.length === 2 ? some : null;
  }, 10_000);
  check("the second says what was set there", keyed.params.keys.exposure[1][1] === 2 && keyed.params.keys.exposure[1][0] > keyed.params.keys.exposure[0][0], keyed.params.keys);
  await page.locator(".key-point").nth(1).focus();
  await page.keyboard.press("ArrowLeft");
  await until("a key goes by the keyboard", async () => (await records())[0]?.params.keys.exposure[1][0] === keyed.params.keys.exposure[1][0] - 1, 10_000);
  await snap("3-keys");

  console.log("copied to another shot, and kept as a look");
  await page.locator(".effect .handle").first().focus();
  await page.keyboard.press("Control+c");
  await until("one is told", () => page.getByText(t("effects.copied", { count: 1 })).count(), 5_000);
  await card("1B").click();
  await page.getByRole("button", { name: t("effects.stack") }).click();
  await page.getByRole("menuitem", { name: t("effects.paste") }).click();
  await until("it stands there too, with its keys", async () => (await records()).filter((one) => one.params.keys?.exposure?.length === 2).length === 2, 10_000);
  await page.getByRole("button", { name: t("effects.stack") }).click();
  await page.getByRole("menuitem", { name: t("looks.keep") }).click();
  await page.getByPlaceholder(t("looks.name")).fill(`Dawn ${language}`);
  await page.keyboard.press("Enter");
  await until("the look is offered", async () => (await ask(page, "GET", `/projects/${project.id}/looks`)).some((one) => one.name === `Dawn ${language}`), 10_000);

  console.log("a style over the whole film is one click and one undo");
  const before = (await records()).length;
  await open();
  await shelf(t("gallery.style")).click();
  await page.locator(".gallery-where select").selectOption("film");
  await page.locator(".tile", { has: page.locator(`b:text-is("${t("choice.style.watercolour")}")`) }).click();
  await until("it is on every shot", async () => (await records()).filter((one) => one.operation === "style.transfer").length === 3, 15_000);
  await snap("4-film");
  await undo(before);
  check("one undo took it off everywhere", (await records()).every((one) => one.operation !== "style.transfer"));

  console.log("what the film shows keeps its length");
  await ask(page, "POST", `/shots/${brought}/finish`);
  const [state] = await until("it is made", async () => {
    const some = await ask(page, "GET", `/shots/${brought}/effects`);
    return some.every((one) => one.status === "done") ? some : null;
  }, 180_000);
  const node = await ask(page, "GET", `/nodes?keys=${state.key}`).catch(() => null);
  if (node) check("the effect's clip is there", JSON.stringify(node).includes(state.key));
  await card("1A").click();
  await until("the film is told to show it", () => page.getByText(t("finish.done")).count(), 60_000);
  await snap("5-done");
});
