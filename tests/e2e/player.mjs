// The player under a person's hands: J K L, arrows, I and O, loop, timecode, whole screen; the frame shown is the frame that was asked
// for, which is proved by footage whose frames carry their numbers. node player.mjs <address> <folder> [en|zh]
import { join } from "node:path";
import { check, ffmpeg, point, shownFrame, story, until } from "./browser.mjs";

const FRAMES = 96;
const BITS = 8;

/** A film in which each frame carries its number, as bars of black and white. */
function numbered(path) {
  const bars = `16+219*gt(bitand(N,pow(2,${BITS - 1}-floor(X*${BITS}/W))),0)`;
  ffmpeg("-f", "lavfi", "-i", `nullsrc=size=320x180:rate=24:duration=${FRAMES / 24},format=gray,geq=lum='${bars}'`, "-c:v", "libx264", "-pix_fmt", "yuv420p", path);
  return path;
}

await story("player", async ({ page, snap, base, folder, t }) => {
  await page.locator(`input[type=file][aria-label="${t("projects.drop")}"]`).setInputFiles(numbered(join(folder, "numbered.mp4")));
  await page.waitForSelector("dialog.footage", { timeout: 60_000 });
  const make = page.locator("dialog.footage footer .button.act");
  await until("its cuts are looked for", () => make.isEnabled(), 180_000);
  const marks = page.locator(".strip .mark");
  while ((await marks.count()) > 0) { // bars that flicker are no cuts
    await marks.first().click();
    await page.keyboard.press("Delete");
  }
  await make.click();
  await page.waitForSelector(".card.fresh", { timeout: 120_000 });
  await page.locator(".topbar nav a", { hasText: t("nav.cut") }).click();
  await until("its proxy is there", () => page.locator(".scrub .part.made").count(), 120_000);
  const read = () => page.locator(".screen canvas").evaluate((canvas, bits) => {
    const { data } = canvas.getContext("2d").getImageData(0, Math.floor(canvas.height / 2), canvas.width, 1);
    let number = 0;
    for (let bit = 0; bit < bits; bit++) number = number * 2 + (data[4 * Math.floor(((bit + 0.5) * canvas.width) / bits)] > 128 ? 1 : 0);
    return number;
  }, BITS);
  const seen = async (what, frame) => {
    await until(what, async () => (await shownFrame(page)) === frame, 10_000);
    check(`${what}: frame ${frame} is shown`, (await read()) === frame, await read());
  };
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await page.locator(".screen canvas").waitFor();

  console.log("every frame is the one that was asked for");
  await press("Home");
  await seen("the beginning", 0);
  await press("ArrowRight", "ArrowRight", ".");
  await seen("three steps on", 3);
  await press(",");
  await seen("one back", 2);
  await press("Shift+ArrowRight");
  await seen("ten on", 12);
  await press("End");
  await seen("the end", FRAMES - 1);
  const type = async (code) => {
    await page.locator("button.counter").click();
    await page.keyboard.type(code);
    await press("Enter");
  };
  await type("2:05");
  await seen("a timecode", 53);
  await type("81");
  await seen("a frame's number, counted from 1", 80);
  await type("-7");
  await seen("so many frames back", 73);
  const bar = page.locator(".scrub");
  for (const share of [0.11, 0.87, 0.42, 0.66]) {
    await page.mouse.click(...(await point(bar, share, 0.5)));
    const now = Number(await bar.getAttribute("aria-valuenow")) - 1;
    check("scrubbing goes near where the pointer is", Math.abs(now - share * FRAMES) < 2, [now, share]);
    await seen("where one scrubs", now);
  }
  await snap("1-still");

  console.log("J K L");
  await press("Home", "l");
  await until("L plays", async () => (await shownFrame(page)) > 8, 20_000);
  await press("k");
  const at = Number(await bar.getAttribute("aria-valuenow")) - 1;
  await seen("K stops, on the frame that the counter says", at);
  await press("End", "j");
  await until("J plays backward", async () => (await shownFrame(page)) < FRAMES - 8, 20_000);
  await press("k");
  await press("Home", "l", "l");
  await until("L again is twice as fast, and says so", async () => (await page.locator(".speed").textContent().catch(() => "")) === t("player.forward", { speed: 2 }), 5000);
  await press("k");

  console.log("a range is marked and looped");
  await type("25");
  await press("i");
  await type("37");
  await press("o");
  await until("the range is shown", async () => (await page.locator(".scrub .marked").count()) === 1 && (await page.locator(".marks .range").count()) === 1);
  await press("Shift+L", "Shift+L");
  const loop = page.locator(".transport .loop");
  check("the range is looped", (await loop.getAttribute("aria-label")) === t("player.loop.range"), await loop.getAttribute("aria-label"));
  await press("Space");
  const passed = new Set();
  let turned = false;
  let last = -1;
  await until("it comes round", async () => {
    const now = await shownFrame(page);
    if (now < last) turned = true;
    last = now;
    passed.add(now);
    return turned && passed.size > 4;
  }, 20_000);
  await press("k");
  check("and never leaves the range", [...passed].filter((one) => one > 24).every((one) => one >= 24 && one <= 36), [...passed]);
  await snap("2-loop");
  await press("Shift+X");
  check("the marks are taken away", (await page.locator(".scrub .marked").count()) === 0);

  console.log("the whole screen");
  await press("Shift+F");
  await until("it fills the screen", () => page.evaluate(() => document.fullscreenElement?.classList.contains("player")), 5000);
  await press("Home");
  await seen("the same frame, large", 0);
  await snap("3-full");
  await press("Shift+F");
  await until("and back", () => page.evaluate(() => document.fullscreenElement === null), 5000);

  console.log("the keyboard of the sheet is the keyboard of the player");
  await press("Shift+M");
  await until("muted", async () => (await page.locator(".volume button").getAttribute("aria-label")) === t("player.unmute"), 3000);
  await press("Shift+M");
});
