// A stranger's first ten minutes, in a real browser: script, board, film, changes, takes, undo, cut. node story.mjs <address> <folder>
import { statSync } from "node:fs";
import { check, launch, until } from "./browser.mjs";

const [base, folder, language = "en"] = process.argv.slice(2);
const { open, wrong, close } = await launch(folder);

const scripts = {
  en: `INT. KITCHEN - NIGHT

MARA (30s, red coat, black hair) sets two cups on the table.

MARA
You came.

EXT. BEACH - DAY

OTTO (60s, grey beard) walks along the water.

Waves roll over the sand.
`,
  zh: `内景 厨房 夜

玛拉（三十多岁，红色大衣，黑发）把两只杯子放在桌上。

玛拉：你来了。

外景 海滩 日

奥托（六十多岁，灰胡子）沿着海边走。

海浪漫过沙滩。
`,
};
const said = {
  en: { write: "Write or paste a script", board: "Make the storyboard", make: "Make the film", play: "Play", coat: ["red coat", "green coat"], looks: "Looks like", who: "Mara", seen: "What is seen", undo: "Undo", export: "Export", film: "Export the film", download: "Download", close: "Close", again: "Draw again" },
  zh: { write: "写剧本或粘贴剧本", board: "生成故事板", make: "制作影片", play: "播放", coat: ["红色大衣", "绿色大衣"], looks: "外形", who: "玛拉", seen: "画面内容", undo: "撤销", export: "导出", film: "导出影片", download: "下载", close: "关闭", again: "重新生成" },
}[language];

let failed;
try {
  const page = await open(base, language);
  failed = page;
  const slates = () => page.locator(".card .slate").allTextContents();
  const states = (name) => page.locator(`.card.${name} .slate`).allTextContents();
  const tab = (number) => page.locator(".topbar nav a").nth(number - 1).click();

  console.log("a script becomes a board");
  await page.snap("1-projects");
  await page.getByRole("button", { name: said.write }).click();
  await page.locator("textarea.script").fill(scripts[language]);
  await page.snap("2-script");
  await page.getByRole("button", { name: said.board }).click();
  await page.waitForSelector(".card");
  const all = await slates();
  check("two scenes with their shots", all.includes("1A") && all.includes("2A") && all.length >= 3, all);
  await until("every panel is drawn", async () => (await page.locator(".card .picture img").count()) === all.length, 120_000);
  await page.snap("3-board");

  console.log("the film is made");
  check("every shot is missing", (await states("missing")).length === all.length);
  await page.getByRole("button", { name: said.make }).click();
  await until("something is being made", async () => (await page.locator(".card.making, .card.queued").count()) > 0 || (await states("fresh")).length === all.length);
  await page.snap("4-making");
  await until("every shot is fresh", async () => (await states("fresh")).length === all.length, 240_000);
  await until("every proxy is made", async () => (await page.locator(".scrub .made").count()) === all.length, 120_000);

  console.log("it plays without any export");
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  const frame = async () => Number(await page.locator(".scrub").getAttribute("aria-valuenow"));
  await until("the first second has passed", async () => (await frame()) > 24, 10_000);
  const shown = await page.evaluate(() => {
    const video = document.querySelector(".screen video.front");
    return video && { at: video.currentTime, width: video.videoWidth, ready: video.readyState };
  });
  check("a moving picture is on screen", shown?.width > 0 && shown.ready >= 2, shown);
  await tab(2);
  await page.waitForSelector(".lanes .clip");
  await page.waitForTimeout(700);
  await page.snap("5-cut");
  await page.keyboard.press("k");
  await page.keyboard.press("Home");
  await page.keyboard.press(".");
  check("one frame on is one frame on", (await frame()) === 1, await frame());
  await tab(1);

  console.log("cards are moved, and moved back");
  await page.waitForSelector(".card");
  const [one, two] = [page.locator(".card").nth(0), page.locator(".card").nth(1)];
  const [from, to] = [await two.boundingBox(), await one.boundingBox()];
  await page.mouse.move(from.x + 60, from.y + 60);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 50, { steps: 4 });
  await page.mouse.move(to.x + 40, to.y + 60, { steps: 12 });
  await page.snap("6-dragging");
  await page.mouse.up();
  const moved = await until("the order has changed", async () => {
    const now = await slates();
    return now.join() !== all.join() && now;
  }, 5000);
  await page.keyboard.press("Control+z");
  await until("undo has put it back", async () => (await slates()).join() === all.join(), 5000);
  console.log(`  ✓ ${all.join(" ")} → ${moved.join(" ")} → back`);

  console.log("a shot is put in, and taken out");
  await page.locator(".card").first().click();
  await page.keyboard.press("n");
  await until("one more card", async () => (await slates()).length === all.length + 1, 5000);
  await page.snap("7-blank");
  await page.keyboard.press("Control+z");
  await until("one card less", async () => (await slates()).length === all.length, 5000);

  console.log("another coat");
  await tab(3);
  await page.locator(".lib-entry", { hasText: said.who }).click();
  const person = page.getByRole("article", { name: said.who });
  const looks = person.getByLabel(said.looks);
  const words = await looks.inputValue();
  check("the script's coat is known", words.includes(said.coat[0]), words);
  await until("the portrait is drawn", () => person.locator("img").count(), 60_000);
  await looks.fill(words.replace(said.coat[0], said.coat[1]));
  await looks.press("Tab");
  await until("somebody says which shots are stale", () => page.locator(".stale-note").count(), 10_000);
  await page.waitForTimeout(4000); // the new portrait
  await page.snap("8-cast");
  await tab(1);
  const stale = await until("cards are stale", async () => {
    const found = await states("stale");
    return found.length > 0 && found;
  }, 10_000);
  check("only the shots with her", stale.length > 0 && stale.every((slate) => slate.startsWith("1")), stale);
  await page.locator(".card.stale").first().click();
  await page.waitForTimeout(1500);
  await page.snap("9-stale");
  check("the cause is said in words", (await page.locator(".inspector .state.stale li").first().textContent()).includes(said.who));

  console.log("it is drawn again, and the take is switched back by undo");
  await page.keyboard.press("r");
  const current = () => page.locator(".take.current b").textContent();
  await until("take 2 is the current one", async () => (await current())?.endsWith("-2"), 10_000);
  await until("it is made", async () => !(await states("stale")).includes(stale[0]) && (await states("fresh")).includes(stale[0]), 120_000);
  await page.snap("10-take");
  await page.keyboard.press("Control+z");
  await until("undo of drawing again is take 1", async () => (await current())?.endsWith("-1"), 5000);
  await page.keyboard.press("Control+Shift+z");
  await until("redo is take 2", async () => (await current())?.endsWith("-2"), 5000);
  await page.keyboard.press("[");
  await until("the take before is take 1", async () => (await current())?.endsWith("-1"), 5000);
  await page.keyboard.press("]");
  await until("the take after is take 2", async () => (await current())?.endsWith("-2"), 5000);
  await page.getByRole("button", { name: language === "zh" ? "生成过程" : "What made it" }).first().click();
  await page.waitForSelector(".lineage li");
  await page.snap("11-lineage");
  await page.keyboard.press("Escape");

  const pair = page.getByRole("button", { name: language === "zh" ? "与当前条比较" : "Compare with the present take" }).first();
  await until("the other take can be compared", () => pair.isEnabled());
  await pair.click();
  await until("both takes are there to be seen", async () => page.evaluate(() => {
    const videos = [...document.querySelectorAll(".compare video")];
    return videos.length === 2 && videos.every((video) => video.readyState >= 2);
  }), 60_000);
  await page.snap("11-compare");
  await page.keyboard.press("Escape");

  console.log("a colleague sees it at once");
  const other = await open(page.url(), language);
  await other.waitForSelector(".card");
  await other.locator(".card").nth(1).click();
  await until("one sees where the other is", () => page.locator(".card .visitor").count(), 5000);
  await page.locator(".card").nth(1).click();
  const field = page.getByLabel(said.seen);
  await field.fill("A lamp swings.");
  const asked = Date.now();
  await field.press("Control+Enter");
  await until("the words have arrived", async () => (await other.locator(".card > .words").nth(1).textContent()) === "A lamp swings.", 5000);
  console.log(`  ✓ seen by the other after ${Date.now() - asked} ms`);
  await page.keyboard.press("Control+z");
  await until("the undo has arrived too", async () => (await other.locator(".card > .words").nth(1).textContent()) !== "A lamp swings.", 5000);
  await other.context().close();

  console.log("the network goes away and comes back");
  await page.context().setOffline(true);
  await field.fill("A door opens in the dark.");
  await field.press("Control+Enter");
  check("the words show at once", (await page.locator(".card > .words").nth(1).textContent()) === "A door opens in the dark.");
  await until("one is told that the studio is away", () => page.locator(".offline").count(), 5000);
  await page.snap("11-offline");
  await page.waitForTimeout(2000);
  await page.context().setOffline(false);
  await until("and that it is back", async () => (await page.locator(".offline").count()) === 0, 10_000);
  wrong.splice(0, wrong.length, ...wrong.filter((one) => !one.includes("ERR_INTERNET_DISCONNECTED")));
  const third = await open(page.url(), language);
  await until("it has arrived at the studio", async () => (await third.locator(".card > .words").nth(1).textContent().catch(() => "")) === "A door opens in the dark.", 20_000);
  await third.context().close();
  await page.locator(".card").nth(1).focus();
  await page.keyboard.press("Control+z");
  await until("the undo is written", () => page.evaluate(() => Object.keys(localStorage).every((name) => !name.startsWith("filmwright.unsent."))));

  console.log("the window is closed while the network is away");
  await page.context().setOffline(true);
  await field.fill("Rain on the roof.");
  await field.press("Control+Enter");
  const address = page.url();
  await page.context().setOffline(false);
  await page.goto("about:blank");
  await page.goto(address);
  await page.waitForSelector(".card");
  check("the words are still there", (await page.locator(".card > .words").nth(1).textContent()) === "Rain on the roof.");
  await until("and written", () => page.evaluate(() => Object.keys(localStorage).every((name) => !name.startsWith("filmwright.unsent."))));
  wrong.splice(0, wrong.length, ...wrong.filter((one) => !one.includes("ERR_INTERNET_DISCONNECTED")));

  console.log("everything is still there after a reload");
  const before = await slates();
  await page.reload();
  await page.waitForSelector(".card");
  check("the same cards", (await slates()).join() === before.join());

  console.log("the cut");
  const rest = page.locator(".topbar .button.act", { hasText: /Make|制作/ });
  await until("somebody says what is to be made", () => rest.count(), 15_000);
  await rest.click();
  await until("all is made", async () => (await states("fresh")).length === before.length, 180_000);
  await page.keyboard.press("b");
  await page.waitForSelector(".build");
  await page.snap("12-builds");
  await page.keyboard.press("Escape");
  await page.keyboard.press("e");
  await page.getByRole("button", { name: said.film }).click();
  await page.waitForTimeout(1500);
  await page.snap("13-exporting");
  const link = page.locator("a.button.act[download]");
  await until("the film is there", () => link.count(), 180_000);
  await page.snap("14-exported");
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const size = statSync(await download.path()).size;
  check("a film that can be kept", size > 50_000 && download.suggestedFilename().endsWith(".mp4"), [size, download.suggestedFilename()]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.waitForSelector(".keys");
  await page.snap("15-keys");
  await page.keyboard.press("Escape");
  check("nothing went wrong on the way", wrong.length === 0, wrong);
} catch (problem) {
  await failed?.snap("wrong");
  throw problem;
} finally {
  if (wrong.length > 0) console.log(wrong.join("\n"));
  await close();
}
