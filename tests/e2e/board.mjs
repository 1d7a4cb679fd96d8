// The board under a person's hands: shots and scenes dragged and moved by keys, split and merged, found, seen all in one.
// node board.mjs <address> <folder> [en|zh]
import { board, check, drag as dragged, point, story, until } from "./browser.mjs";
import { film } from "./films.mjs";

const scripts = {
  en: `INT. KITCHEN - NIGHT\n\nMARA (30s, red coat, black hair) sets two cups on the table.\n\nMARA\nYou came. I did not think that you would.\n\nOTTO (60s, grey beard) sits down.\n\nEXT. BEACH - DAY\n\nOTTO walks along the water.\n\nWaves roll over the sand.\n\nINT. TRAIN - DUSK\n\nMARA looks out of the window.\n`,
  zh: `内景 厨房 夜\n\n玛拉（三十多岁，红色大衣，黑发）把两只杯子放在桌上。\n\n玛拉：你来了。我没想到你会来。\n\n奥托（六十多岁，灰胡子）坐下。\n\n外景 海滩 日\n\n奥托沿着海边走。\n\n海浪漫过沙滩。\n\n内景 火车 黄昏\n\n玛拉望着窗外。\n`,
};

await story("board", async ({ page, snap, base, language }) => {
  const id = await film(page, { script: scripts[language], title: "Board" });
  await page.goto(`${base}/p/${id}/board`);
  await page.waitForSelector(".card");
  const { order, headings, card, heading } = board(page);
  const drag = (from, to, before) => dragged(page, from, to, { before });
  const same = (what, wanted, read = order) => until(what, async () => (await read()).join() === wanted.join(), 5000);
  const all = await order();
  check("three scenes with their shots", (await headings()).length === 3 && all.length >= 5, all);
  await until("every panel is drawn", async () => (await page.locator(".card .picture img").count()) >= all.length, 180_000);

  console.log("shots are dragged, and back");
  await drag(card(all[1]), card(all[0]), () => snap("1-dragging"));
  await until("the order has changed", async () => (await order())[0] === all[1], 5000);
  await page.keyboard.press("Control+z");
  await same("undo has put it back", all);
  await drag(card(all[1]), card(all[0]), () => page.keyboard.press("Escape"));
  check("Escape leaves everything as it was", (await order()).join() === all.join(), await order());
  const second = all.find((one) => one.startsWith("2"));
  await drag(card(all[0]), card(second));
  await until("the shot is in the other scene, with a slate of that scene", async () => (await order()).filter((one) => one.startsWith("2")).length === all.filter((one) => one.startsWith("2")).length + 1, 5000);
  await page.keyboard.press("Control+z");
  await same("undo has put it back", all);

  console.log("scenes are dragged, and moved by keys");
  await page.mouse.move(...(await point(heading("3").locator(".words"))));
  await page.mouse.down();
  await page.mouse.move(...(await point(heading("3").locator(".words"), 0.6, 0.9)), { steps: 4 });
  await page.mouse.move(...(await point(heading("3").locator(".words"), 0.6, 0.9)));
  await until("the cards make room", async () => (await page.locator(".card").count()) === 0, 5000);
  check("only headings are shown while a scene is dragged", (await page.locator(".card").count()) === 0);
  await page.mouse.move(...(await point(heading("1"), 0.3, 0.2)), { steps: 8 });
  await page.mouse.move(...(await point(heading("1"), 0.3, 0.2)));
  await snap("2-scene");
  await page.mouse.up();
  await same("scene 3 is first", ["3", "1", "2"], headings);
  await page.keyboard.press("Control+z");
  await same("undo has put it back", ["1", "2", "3"], headings);
  await heading("1").locator(".heading").click();
  await page.keyboard.press("Alt+ArrowDown");
  await same("Alt and down moves the scene", ["2", "1", "3"], headings);
  await page.keyboard.press("Alt+ArrowUp");
  await same("Alt and up moves it back", ["1", "2", "3"], headings);
  await page.keyboard.press("Control+z");
  await same("undo goes step by step", ["2", "1", "3"], headings);
  await page.keyboard.press("Control+z");
  await same("to the beginning", ["1", "2", "3"], headings);

  console.log("a shot is split at the playhead, and the halves are merged");
  const frames = () => page.evaluate(async (project) => {
    const { records } = await (await fetch(`/api/projects/${project}`)).json();
    return Object.values(records.shot).reduce((sum, shot) => sum + shot.frames, 0);
  }, id);
  const long = await frames();
  await card(all[0]).click();
  await page.keyboard.press("s");
  await until("there is one card more", async () => (await order()).length === all.length + 1, 5000);
  await until("not a frame is lost", async () => (await frames()) === long, 5000);
  await page.keyboard.press("m");
  await same("merging gives one again", all);
  await until("not a frame is lost", async () => (await frames()) === long, 5000);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await same("both are undone", all);

  console.log("one finds and does everything from the keyboard");
  await page.keyboard.press("/");
  await page.keyboard.type(all.at(-1));
  await page.locator("#found [aria-selected=true]", { hasText: all.at(-1) }).waitFor();
  await snap("3-find");
  await page.keyboard.press("Enter");
  await until("the shot that was looked for is chosen", async () => (await page.locator(".card.chosen .slate").allTextContents()).join() === all.at(-1), 5000);
  await page.keyboard.press("v");
  await until("all cards flow together", () => page.locator(".film.grid").count(), 5000);
  await snap("4-flow");
  await page.keyboard.press("v");
  await card(all[0]).click({ button: "right" });
  await page.waitForSelector("[role=menu]");
  await snap("5-menu");
  await page.keyboard.press("Escape");
});
