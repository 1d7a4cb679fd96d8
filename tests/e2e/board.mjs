// The board under a person's hands: drag shots and scenes, keys, split and merge, search, two people, a server killed in mid-drag.
// node board.mjs <address> <folder> <language> [<process id of the server to kill and wait for>]
import { check, launch, until } from "./browser.mjs";

const [base, folder, language = "en"] = process.argv.slice(2);
const { open, wrong, close } = await launch(folder);

const scripts = {
  en: `INT. KITCHEN - NIGHT\n\nMARA (30s, red coat, black hair) sets two cups on the table.\n\nMARA\nYou came. I did not think that you would.\n\nOTTO (60s, grey beard) sits down.\n\nEXT. BEACH - DAY\n\nOTTO walks along the water.\n\nWaves roll over the sand.\n\nINT. TRAIN - DUSK\n\nMARA looks out of the window.\n`,
  zh: `内景 厨房 夜\n\n玛拉（三十多岁，红色大衣，黑发）把两只杯子放在桌上。\n\n玛拉：你来了。我没想到你会来。\n\n奥托（六十多岁，灰胡子）坐下。\n\n外景 海滩 日\n\n奥托沿着海边走。\n\n海浪漫过沙滩。\n\n内景 火车 黄昏\n\n玛拉望着窗外。\n`,
};

/** A film of its own from a script, through the API: how one is brought in by hand is another story. */
async function film(page) {
  const made = await page.evaluate(async (text) => {
    const form = new FormData();
    form.append("file", new File([text], "script.txt", { type: "text/plain" }));
    for (const [name, value] of Object.entries({ breakdown: "rules", language: "", title: "Board" })) form.append(name, value);
    const token = /csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
    const answer = await fetch("/api/screenplays", { method: "POST", body: form, headers: { "X-CSRFToken": token } });
    return answer.json();
  }, scripts[language]);
  return made.id;
}

let failed;
try {
  const page = await open(base, language);
  failed = page;
  await page.waitForLoadState("networkidle");
  const id = await film(page);
  const address = `${base.replace(/\/$/, "")}/p/${id}/board`;
  await page.goto(address);
  await page.waitForSelector(".card");
  const order = (on = page) => on.locator(".card .slate").allTextContents();
  const headings = (on = page) => on.locator(".band .heading .number").allTextContents();
  const card = (slate, on = page) => on.locator(".card", { has: on.locator(`.slate:text-is("${slate}")`) });
  const middle = async (locator, x = 0.5, y = 0.4) => {
    const box = await locator.boundingBox();
    return [box.x + box.width * x, box.y + box.height * y];
  };
  const drag = async (from, to, before = async () => undefined, x = 0.2) => {
    await page.mouse.move(...(await middle(from)));
    await page.mouse.down();
    await page.mouse.move(...(await middle(from, 0.45, 0.45)), { steps: 4 });
    await page.mouse.move(...(await middle(to, x)), { steps: 10 });
    await page.waitForTimeout(80);
    await before();
    await page.mouse.up();
  };
  const same = (what, wanted, read = order) => until(what, async () => (await read()).join() === wanted.join(), 5000);
  const all = await order();
  check("three scenes with their shots", (await headings()).length === 3 && all.length >= 5, all);
  await until("every panel is drawn", async () => (await page.locator(".card .picture img").count()) >= all.length, 180_000);

  console.log("shots are dragged, and back");
  await drag(card(all[1]), card(all[0]), () => page.snap("board-1-dragging"));
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
  const heading = (number) => page.locator(".band > header", { has: page.locator(`.number:text-is("${number}")`) });
  await page.mouse.move(...(await middle(heading("3").locator(".words"))));
  await page.mouse.down();
  await page.mouse.move(...(await middle(heading("3").locator(".words"), 0.6, 0.9)), { steps: 4 });
  await page.waitForTimeout(120);
  check("only headings are shown while a scene is dragged", (await page.locator(".card").count()) === 0);
  await page.mouse.move(...(await middle(heading("1"), 0.3, 0.2)), { steps: 8 });
  await page.waitForTimeout(80);
  await page.snap("board-2-scene");
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
  await page.waitForTimeout(150);
  await page.snap("board-3-find");
  await page.keyboard.press("Enter");
  await until("the shot that was looked for is chosen", async () => (await page.locator(".card.chosen .slate").allTextContents()).join() === all.at(-1), 5000);
  await page.keyboard.press("v");
  await until("all cards flow together", () => page.locator(".film.grid").count(), 5000);
  await page.waitForTimeout(300);
  await page.snap("board-4-flow");
  await page.keyboard.press("v");
  await card(all[0]).click({ button: "right" });
  await page.waitForSelector("[role=menu]");
  await page.snap("board-5-menu");
  await page.keyboard.press("Escape");

  console.log("two people see each other");
  const other = await open(address, language);
  await other.waitForSelector(".card");
  await until("each knows of the other", async () => (await page.locator(".colleague").count()) === 1 && (await other.locator(".colleague").count()) === 1, 10_000);
  await card(all[1], other).click();
  await until("what the other chose is marked", async () => (await card(all[1]).locator(".visitor").count()) === 1, 5000);
  await other.mouse.move(...(await middle(card(all[2], other), 0.3, 0.3)));
  await until("where the other points is shown", async () => (await card(all[2]).locator(".pointing").count()) === 1, 5000);
  await page.snap("board-6-two");
  await other.keyboard.press("d");
  await until("the other's copy is here", async () => (await order()).length === all.length + 1, 5000);
  await page.keyboard.press("Control+z");
  await page.waitForTimeout(600);
  check("undo here never takes back what the other did", (await order()).length === all.length + 1);
  await other.keyboard.press("Control+z");
  await same("the other's undo does", all);
  await other.context().close();

  console.log("the network goes away in the middle, and the page is reloaded");
  await page.context().setOffline(true);
  await page.locator(".card").first().click();
  await page.keyboard.press("n");
  await until("the new card is there at once", async () => (await order()).length === all.length + 1, 5000);
  await page.waitForTimeout(400);
  await page.snap("board-7-offline");
  await page.context().setOffline(false);
  await until("it was sent after all", async () => page.evaluate(async ([project, count]) => {
    const { records } = await (await fetch(`/api/projects/${project}`)).json();
    return Object.values(records.shot).filter((one) => !one.archived).length === count;
  }, [id, all.length + 1]), 20_000);
  await page.reload();
  await page.waitForSelector(".card");
  check("it is still there after a reload", (await order()).length === all.length + 1, await order());
} catch (problem) {
  console.error(String(problem));
  if (failed) await failed.snap("board-failed");
  process.exitCode = 1;
} finally {
  const real = wrong.filter((one) => !/ERR_INTERNET_DISCONNECTED|Failed to fetch/.test(one));
  if (real.length > 0) {
    console.error(real.join("\n"));
    process.exitCode = 1;
  }
  await close();
}
