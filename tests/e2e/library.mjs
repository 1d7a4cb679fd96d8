// The library and the settings under a person's hands: pictures dropped, looks corrected, voices heard, two made one, what a change
// costs told before it is made. node library.mjs <address> <folder> <language>
import { check, story, until } from "./browser.mjs";
import { film } from "./films.mjs";

const scripts = {
  en: "INT. KITCHEN - NIGHT\n\nMARA (30s, red coat, black hair) sets two cups on the table.\n\nMARA\nYou came.\n\nOTTO (60s, grey beard) sits down.\n\nEXT. BEACH - DAY\n\nOTTO walks along the water.\n",
  zh: "内景 厨房 夜\n\n玛拉（三十多岁，红色大衣，黑发）把两只杯子放在桌上。\n\n玛拉：你来了。\n\n奥托（六十多岁，灰胡子）坐下。\n\n外景 海滩 日\n\n奥托沿着海边走。\n",
};
const said = {
  en: { mara: "Mara", otto: "Otto", stale: "would go stale", old: "out of date", none: "all up to date", all: "Would make all", refused: "no permission is on record" },
  zh: { mara: "玛拉", otto: "奥托", stale: "会失效", old: "已失效", none: "都是最新", all: "会让全部", refused: "" },
};

/** Files dropped on an element; a picture of one colour is drawn for each name that ends as one. */
async function dropPictures(page, selector, names) {
  const data = await page.evaluateHandle(async (all) => {
    const carried = new DataTransfer();
    for (const name of all) {
      const canvas = new OffscreenCanvas(300, 400);
      const pen = canvas.getContext("2d");
      pen.fillStyle = `hsl(${(name.length * 47) % 360} 40% 40%)`;
      pen.fillRect(0, 0, 300, 400);
      const blob = name.endsWith(".png") && !name.includes("broken") ? await canvas.convertToBlob({ type: "image/png" }) : new Blob(["MZ nothing to see"]);
      carried.items.add(new File([blob], name, { type: "image/png" }));
    }
    return carried;
  }, names);
  for (const event of ["dragenter", "dragover", "drop"]) await page.dispatchEvent(selector, event, { dataTransfer: data });
}

await story("library", async ({ page, snap, base, language, t }) => {
  const words = said[language];
  const id = await film(page, { script: scripts[language], title: "Library", make: true });
  await page.goto(`${base}/p/${id}/cast`);
  await page.waitForSelector(".lib-entry");
  const names = () => page.locator(".lib-shelf .lib-entry .told b").allTextContents();
  const card = (name) => page.locator(".lib-entry", { hasText: name });
  const foot = () => page.locator(".lib-consequence").innerText();
  const says = async (what, words, patience = 15_000) => {
    let heard = "";
    await until(what, async () => (heard = await foot()).includes(words), patience).catch((problem) => {
      throw new Error(`${problem.message}; the foot said: ${heard}`);
    });
  };
  const written = () => page.waitForTimeout(900);

  console.log("everybody has a card with a picture");
  check("both people of the script", (await card(words.mara).count()) === 1 && (await card(words.otto).count()) === 1, await names());
  await until("both are drawn", async () => (await page.locator(".lib-shelf img").count()) >= 2, 120_000);
  await card(words.mara).click();
  await says("every shot is made", words.none, 240_000);
  // While a film is being made what changes is made again by itself, and nothing would be stale for long.
  await until("the making has ended", async () => (await page.getByRole("button", { name: t("film.stop"), exact: true }).count()) === 0, 240_000);
  await snap("1-people");

  console.log("a change is pointed at: what it costs is said, nothing is done");
  await page.locator(".lib-groups [role=tab]").nth(1).click();
  const coats = page.locator(".lib-part").nth(1).locator(".lib-swatch");
  await coats.nth(9).hover();
  await says("the shots that would go stale", words.stale);
  await snap("2-pointed");
  await page.mouse.move(300, 500);
  await says("and nothing has changed", words.none);
  console.log("it is done: the shots are stale, undo makes them fresh");
  await coats.nth(9).click();
  await page.mouse.move(300, 500);
  await says("they are out of date", words.old);
  await snap("3-coat");
  await page.locator(".shelf-form h2").click();
  await page.keyboard.press("Control+z");
  await says("undo", words.none);

  console.log("a voice is heard");
  await page.locator(".lib-voice .link").click();
  await page.locator(".lib-voice-row .lib-listen").nth(1).click();
  await until("it plays", () => page.locator(".lib-listen[aria-pressed=true]:not(.lib-waiting-voice)").count(), 60_000);
  await page.locator(".lib-voice").scrollIntoViewIfNeeded();
  await snap("4-voices");

  console.log("pictures are dropped: somebody new, and one for somebody known; what is none is refused in words");
  await dropPictures(page, ".lib-shelf", ["captain_rowe.png"]);
  await until("a captain", async () => (await names()).includes("Captain rowe"), 20_000);
  await until("whose name is asked for", () => page.evaluate(() => document.activeElement?.name === "name"), 5000);
  await page.keyboard.press("Escape");
  await dropPictures(page, ".lib-shelf", ["broken.png"]);
  await until("a refusal with the file's name", async () => (await page.locator(".toast.failed").allTextContents()).join().includes("broken.png"), 10_000);
  await dropPictures(page, ".lib-shelf .lib-entry:nth-child(1)", ["face.png"]);
  await page.locator(".lib-shelf .lib-entry").first().click();
  await until("it is a picture of that one", () => page.locator(".own-pictures .small-picture img").count(), 20_000);
  await snap("5-pictures");

  console.log("two are one");
  await card("Captain rowe").dragTo(card(words.otto));
  await page.waitForSelector("dialog .merge-pair");
  await page.waitForTimeout(1500);
  await snap("6-merge");
  await page.locator("dialog .button.act").click();
  await until("the captain is gone", async () => !(await names()).includes("Captain rowe"), 5000);
  await page.locator(".shelf-form h2").click();
  await page.keyboard.press("Control+z");
  await until("and back by undo", async () => (await names()).includes("Captain rowe"), 5000);

  console.log("put away, and brought back much later");
  await card("Captain rowe").click();
  await written();
  await page.locator(".shelf-form h2").click();
  await page.keyboard.press("Delete");
  await until("put away", async () => !(await names()).includes("Captain rowe"), 5000);
  await written();
  await page.reload();
  await page.waitForSelector(".put-away .link");
  await page.locator(".put-away .link").click();
  await page.locator(".put-away .button").first().click();
  await until("brought back", async () => (await names()).includes("Captain rowe"), 5000);

  console.log("the likeness of somebody living");
  await card(words.mara).click();
  await page.locator(".lib-consent input[type=checkbox]").check();
  await until("said before anything is refused", () => page.locator(".lib-consent .lib-warned.failed").count(), 3000);
  await written();
  await page.locator(".lib-consent").scrollIntoViewIfNeeded();
  await snap("7-consent");
  await page.locator(".lib-consent input[type=checkbox]").uncheck();
  await written();

  console.log("places, and a style for the whole film");
  await page.locator(".shelves [role=tab]").nth(1).click();
  await until("places are drawn", async () => (await page.locator(".lib-shelf img").count()) >= 2, 120_000);
  await page.locator(".lib-entry").first().click();
  await page.waitForTimeout(1200);
  await snap("8-places");
  await page.locator(".shelves [role=tab]").nth(2).click();
  await snap("9-no-style");
  await page.keyboard.press("n");
  await page.waitForSelector(".shelf-form input[name=name]");
  await page.keyboard.type("Ink");
  await page.keyboard.press("Enter");
  await page.locator(".shelf-form textarea").first().fill("ink and wash, rough paper");
  await page.keyboard.press("Tab");
  await written();
  await page.locator(".shelf-form .check").first().hover();
  await says("for the whole film would cost", words.stale);
  await snap("10-style");

  console.log("the settings say what they cost, and do nothing until they are applied");
  await page.locator(".shelf-form h2").click(); // keys mean something else while one types
  await page.keyboard.press("Control+,");
  await page.waitForSelector(".settings");
  await page.locator(".settings .frame input").nth(4).check({ force: true });
  const cost = page.locator(".settings-foot p");
  await until("all shots would go stale", async () => (await cost.innerText()).includes(words.all), 15_000);
  await snap("11-settings");
  await page.locator(".settings-foot .button").first().click();
  const project = () => page.evaluate(async (one) => (await fetch(`/api/projects/${one}`)).json(), id);
  check("cancelled: as it was", (await project()).width === 320);
  await page.keyboard.press("Control+,");
  await page.waitForSelector(".settings");
  await page.locator(".settings .frame input").nth(4).check({ force: true });
  await page.locator(".settings-foot .button.act").click();
  await until("applied: it stands", async () => (await project()).width === 180 && (await project()).height === 320, 10_000);
  await page.keyboard.press("Control+z");
  await until("undone: it lies", async () => (await project()).width === 320, 10_000);
}, { allowed: /artifacts|uploads|4\d\d/ });
