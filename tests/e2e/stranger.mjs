// Given only the address: a script becomes a film that is moved about, drawn again, compared, changed, joined with a clip of one's own,
// played and cut. node stranger.mjs <address> <folder> [en|zh]
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { board, brightness, check, drag, drop, ffmpeg, framesOf, point, shownFrame, story, until } from "./browser.mjs";
import { people, scripts, told } from "./films.mjs";

const COAT = { en: ["red coat", "green coat"], zh: ["红色大衣", "绿色大衣"] };
const SEEN = { en: "A lamp swings over the table.", zh: "一盏灯在桌子上方摇晃。" };

await story("stranger", async ({ page, snap, base, folder, language, t }) => {
  const { order, states, headings, card, heading } = board(page);
  const undo = () => page.keyboard.press("Control+z");
  const tab = (name) => page.locator(".topbar nav a", { hasText: t(`nav.${name}`) }).click();
  const fresh = (what, patience = 240_000) => until(what, async () => (await states("fresh")).length === (await order()).length, patience);
  const same = (what, wanted, read = order) => until(what, async () => (await read()).join() === wanted.join(), 10_000);

  console.log("a script becomes a board");
  await snap("01-projects");
  if (language === "en") {
    await page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, scripts.en);
    check("what was pasted is there to be read", (await page.locator("textarea.script").inputValue()).includes("KITCHEN"));
    await snap("02-script");
    await page.getByRole("button", { name: t("projects.storyboard") }).click();
  } else {
    await page.getByRole("button", { name: t("projects.write") }).click();
    await page.waitForSelector("textarea.script");
    await snap("02-script");
    await page.keyboard.press("Escape");
    writeFileSync(join(folder, "厨房.txt"), scripts.zh);
    await drop(page, "main", [join(folder, "厨房.txt")]);
  }
  await page.waitForSelector(".card");
  const id = /\/p\/([^/]+)\//.exec(page.url())[1];
  const film = told(page, base, id);
  const all = await order();
  check("two scenes with their shots", (await headings()).length === 2 && all.includes("1A") && all.includes("2A") && all.length >= 3, all);
  await page.evaluate(async (one) => { // a small picture, so that the story is short
    const headers = { "X-CSRFToken": /csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "", "Content-Type": "application/json" };
    const changes = [{ kind: "project", id: one.id, set: { width: 640, height: 360 } }];
    await fetch(`/api/projects/${one.id}/edits`, { method: "POST", headers, body: JSON.stringify({ id: crypto.randomUUID(), base: one.revision, label: "small", changes }) });
  }, await film.project());
  await until("every panel is drawn", async () => (await page.locator(".card .picture img").count()) === all.length, 120_000);
  await snap("03-board");

  console.log("it is shot");
  check("every shot is missing", (await states("missing")).length === all.length);
  await page.locator(".topbar").getByRole("button", { name: t("film.make") }).click();
  await until("something is being made", async () => (await page.locator(".card.making, .card.queued").count()) > 0 || (await states("fresh")).length === all.length);
  await snap("04-making");
  await fresh("every shot is made");

  console.log("a scene is moved, and back");
  await drag(page, heading("2").locator(".words"), heading("1"), { at: [0.3, 0.2], before: () => snap("05-scene") });
  await same("scene 2 is first", ["2", "1"], headings);
  await undo();
  await same("undo has put it back", all);

  console.log("a shot is put in and described");
  await card("1A").hover();
  await page.locator(".cell", { has: card("1A") }).locator(".insert:not(.at-start)").click();
  const blank = page.locator(".card.blank");
  await blank.waitFor();
  await snap("06-blank");
  await blank.locator(".blank-offers").getByRole("button", { name: t("blank.describe") }).click();
  await until("the words are asked for", () => page.evaluate(() => document.activeElement?.getAttribute("name") === "action"), 5000);
  await page.keyboard.type(SEEN[language]);
  await page.keyboard.press("Control+Enter");
  await until("the card says it", () => page.locator(".card .words", { hasText: SEEN[language] }).count(), 5000);
  const [added] = (await order()).filter((one) => !all.includes(one));
  await card(added).click();
  await page.keyboard.press("r");
  await fresh("it is made");
  const now = await order();

  console.log("one is drawn again, two takes are compared, one is kept");
  await card("2A").click();
  await page.keyboard.press("r");
  const current = () => page.locator(".take.current b").textContent();
  await until("take 2 is there", async () => (await current())?.endsWith("-2"), 20_000);
  await until("and made", async () => (await page.locator(".take .thumb video").count()) === 2, 120_000);
  await page.locator(".take").last().locator("[aria-haspopup]").click();
  await page.locator(".menu:popover-open").getByRole("menuitem", { name: t("take.compare") }).click();
  await until("both takes are there to be seen", () => page.evaluate(() => {
    const videos = [...document.querySelectorAll(".compare video")];
    return videos.length === 2 && videos.every((video) => video.readyState >= 2);
  }), 60_000);
  const cut = () => page.locator(".compare figure").nth(1).evaluate((figure) => figure.style.clipPath);
  const half = await cut();
  const at = page.locator(".compare");
  await page.mouse.move(...(await point(at, 0.5, 0.5)));
  await page.mouse.down();
  await page.mouse.move(...(await point(at, 0.25, 0.5)), { steps: 5 });
  await page.mouse.up();
  check("the wipe follows the pointer", half.includes("50%") && (await cut()) !== half, await cut());
  await snap("07-wipe");
  await page.keyboard.press("w");
  await until("they stand side by side", () => page.locator(".compare.beside").count(), 5000);
  await page.keyboard.press("Home");
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
  await until("stepped in sync", () => page.evaluate(() => [...document.querySelectorAll(".compare.beside video")].map((one) => Math.floor(one.currentTime * 24)).join() === "3,3"), 10_000);
  await snap("08-beside");
  await page.keyboard.press("1");
  await page.keyboard.press("Escape");
  await until("the sheet is closed", async () => (await page.locator("dialog[open]").count()) === 0, 5000);
  await card("2A").click();
  await page.keyboard.press("p");
  await until("the take is kept", () => page.locator(".take.current.printed").count(), 5000);
  await snap("09-kept");

  console.log("another coat: exactly the shots with it are stale");
  await until("the making of the film has ended, or it would remake what goes stale", async () => !(await film.get("")).producing);
  const mara = (await film.living("character")).find((one) => one.name === people[language].mara).id;
  const hers = new Set((await film.living("casting")).filter((one) => one.character === mara).map((one) => one.shot));
  await tab("cast");
  await page.locator(".lib-entry", { hasText: people[language].mara }).click();
  const looks = page.getByLabel(t("cast.description"));
  const words = await until("the script's coat is known", async () => (await looks.inputValue()).includes(COAT[language][0]) && looks.inputValue());
  await looks.fill(words.replace(...COAT[language]));
  await looks.press("Tab");
  const foot = page.locator(".lib-consequence");
  await until("they are named", () => foot.locator("p.stale").count(), 20_000);
  const named = (await foot.innerText()).match(/\d+[A-Z]+/g) ?? [];
  const changed = Object.entries(await film.get("/staleness")).filter(([, one]) => one.state === "stale").map(([shot]) => shot);
  check("exactly those in which she is seen", hers.size > 0 && changed.length === hers.size && changed.every((one) => hers.has(one)) && named.length === hers.size, [named, hers.size]);
  await snap("10-coat");
  await tab("board");
  await until("the board marks the same", async () => (await states("stale")).join() === named.join(), 10_000);
  await card(named[0]).click();
  await until("and says why", async () => (await page.locator(".inspector .state.stale li").first().textContent().catch(() => "")).includes(people[language].mara), 10_000);
  await snap("11-stale");
  await page.locator(".topbar .button.act").click();
  await fresh("they are made again");
  const takes = (await film.living("take")).length;
  for (let step = 0; step < 6 && !(await film.living("character")).some((one) => one.description === words); step++) {
    await undo();
    await until("the step is written", () => page.evaluate(() => Object.keys(localStorage).every((name) => !name.startsWith("filmwright.unsent."))));
  }
  check("undo leads back to the first coat", (await film.living("character")).some((one) => one.description === words));
  await fresh("and to its pictures, without making any", 10_000);
  check("the slates are the same", (await order()).join() === now.join(), [takes]);

  console.log("a clip of one's own becomes shots");
  const clip = join(folder, "holiday.mp4");
  ffmpeg("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=24:duration=1.5", "-f", "lavfi", "-i", "mandelbrot=size=640x360:rate=24", "-f", "lavfi", "-i", "sine=frequency=330:duration=3",
    "-filter_complex", "[1:v]trim=duration=1.5,setpts=PTS-STARTPTS,setsar=1[b];[0:v]setsar=1[a];[a][b]concat=n=2:v=1:a=0[v]", "-map", "[v]", "-map", "2:a", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", clip);
  await drop(page, ".board", [clip]);
  await page.waitForSelector("dialog.footage", { timeout: 60_000 });
  const make = page.locator("dialog.footage footer .button.act");
  await until("its cut is found", async () => (await page.locator(".strip .mark").count()) === 1 && (await make.isEnabled()), 180_000);
  const mark = page.locator(".strip .mark").first();
  const where = async () => Number(await mark.getAttribute("data-frame"));
  check("where the pictures change", (await where()) === 36, await where());
  await snap("12-cuts");
  const [x, y] = await point(mark, 0.5, 0.5);
  const wide = (await page.locator(".strip").boundingBox()).width;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + (wide * 12) / 72, y, { steps: 6 });
  await page.mouse.up();
  await until("the cut is where it was dragged", async () => Math.abs((await where()) - 48) <= 1, 5000);
  const front = await where();
  await snap("13-corrected");
  await until("its preview is there", () => page.locator(".preview video").count(), 120_000);
  await make.click();
  await until("two shots more", async () => (await order()).length === now.length + 2, 30_000);
  const mine = (await film.living("shot")).filter((one) => one.footage).sort((one, other) => one.footage.start - other.footage.start);
  check("cut where it was corrected, with nothing lost", mine.length === 2 && mine[0].frames === front && mine[1].footage.start === front && mine[0].frames + mine[1].frames === 72, mine.map((one) => one.frames));
  await fresh("they are taken in");
  await snap("14-footage");

  console.log("it plays without any export");
  const total = (await film.living("shot")).reduce((sum, one) => sum + one.frames, 0);
  await until("every proxy is made", async () => (await page.locator(".scrub .part.made").count()) === (await order()).length, 120_000);
  await page.locator(".board").click({ position: { x: 5, y: 5 } });
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  await until("a second has passed", async () => (await shownFrame(page)) > 24, 30_000);
  const counted = await page.locator(".counter-box .frames").textContent();
  check("the picture is not black", (await brightness(page)) > 10, await brightness(page));
  await page.keyboard.press("k");
  check("the counter counts", Number(/\d+/.exec(counted)?.[0]) > 24 && counted.includes(String(total)), counted);
  await page.locator(".topbar").getByRole("button", { name: t("builds.title") }).click();
  await page.waitForSelector("dialog[open]");
  await snap("15-builds");
  await page.keyboard.press("Escape");
  await tab("cut");
  await page.waitForSelector(".tl-spoken [data-clip]", { state: "attached" });
  await page.keyboard.press("End");
  await until("the last picture is one's own, with colours", async () => (await shownFrame(page)) === total - 1 && (await brightness(page)) > 5, 20_000);
  await snap("16-cut");

  console.log("the cut");
  await page.keyboard.press("e");
  await page.locator(".preset", { hasText: t("preset.master") }).click();
  await page.getByRole("button", { name: t("cut.export") }).click();
  await until("it is under way, or there", () => page.locator(".cut-row").count(), 20_000);
  await snap("17-exporting");
  const link = page.locator(".cut-ask a[download]");
  await until("the film is there", () => link.count(), 240_000);
  await snap("18-exported");
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const file = join(folder, `${language}-film.mp4`);
  copyFileSync(await download.path(), file);
  check("an MP4 that has every frame", download.suggestedFilename().endsWith(".mp4") && framesOf(file) === total, [download.suggestedFilename(), framesOf(file), total]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.waitForSelector(".keys");
  await snap("19-keys");
});
