// Sixteen sentences become a film of a wished length: drawn before it is written, told again around what is mine, each in one undo.
// node telling.mjs <address> <folder> <language>
import { board, check, story, until } from "./browser.mjs";
import { told } from "./films.mjs";

const STORY = {
  en: `Nadia keeps the night desk of a grand hotel. Every night at two the lift comes down empty and its doors open. Her brother Tomas
says that the lift is only old. One night a wet glove lies on the floor of the lift. Nadia puts it in the drawer and says nothing. The next
evening a woman in a grey coat asks for room 412. There is no room 412, but Nadia finds a key for it under the glove. Tomas begs her not to
go up. She takes the lift, and it stops between two floors. In the corridor behind the doors everything stands under water. The woman in
the grey coat waits at the far end and holds the other glove. Suddenly the water rises and the lights go out. Tomas breaks the doors open
with an iron bar and pulls his sister out. The lift falls into the shaft with a scream of steel. At dawn the two of them sit on the steps
of the hotel. Nadia opens her hand, and in it lies the key of room 412.`.replaceAll("\n", " "),
  zh: `阿月在一家快要关门的照相馆里当学徒。师傅老吴从不给自己拍照。每天傍晚，老吴都要把橱窗里的一张旧照片擦一遍。一个下雪的夜晚，一位陌生的老太太走进照相馆。她指着橱窗里的照片，
说那是她自己。阿月发现照片背面写着一个日期，正是今天。老吴却把照片锁进了抽屉。第二天清晨，阿月带着照片来到火车站。她在站台上找到了正要上车的老太太。老太太告诉她，五十年前老吴答应在
这里等她。突然一声汽笛，火车开动了。阿月沿着站台拼命追赶，把照片塞进车窗。老吴跌跌撞撞跑进车站，喊着一个名字。火车猛地停下，车门打开了。雪地里，两个老人面对面站着，谁也没有说话。
阿月举起相机，为他们按下了快门。`.replaceAll("\n", ""),
};
const TIMES = { en: { three: "3:00", far: "20 min", scene: "50 s" }, zh: { three: "三分钟", far: "20分钟", scene: "50秒" } };
const FRAMES = 24;

await story("telling", async ({ page, snap, base, language, t }) => {
  const { order, card, heading } = board(page);
  const said = TIMES[language];
  const undo = () => page.keyboard.press("Control+z");
  const same = (what, wanted) => until(what, async () => (await order()).join() === wanted.join(), 10_000);

  console.log("sentences are written, and how the film would run is drawn");
  await page.getByRole("button", { name: t("projects.write") }).click();
  await page.waitForSelector("textarea.script");
  await page.fill("textarea.script", STORY[language]);
  await page.waitForSelector(".pacing-scenes li");
  const length = page.getByRole("textbox", { name: t("story.length"), exact: true });
  await length.fill(said.far);
  await length.press("Enter");
  await until("what sixteen sentences cannot carry is said", async () => page.locator(".story-comes.off").isVisible());
  await snap("far");
  await length.fill(said.three);
  await length.press("Enter");
  await until("three minutes are", async () => (await page.locator(".story-comes:not(.off)").textContent())?.includes("3:00"));
  const drawn = await page.locator(".pacing-scenes li").count();
  const arcs = await page.locator(".pacing-scenes .pacing-name").allTextContents();
  check("it has a climax before its end", arcs.at(-1).includes(t("arc.end")) && arcs.some((one) => one.includes(t("arc.climax"))), arcs);
  await snap("written");
  await page.getByRole("textbox", { name: t("film.title"), exact: true }).fill(language === "zh" ? "快门" : "Room 412");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".card");
  const id = /\/p\/([^/]+)\//.exec(page.url())[1];
  const { living, project } = told(page, base, id);
  const shots = async () => (await living("shot")).length;
  check("the board is as it was drawn", (await living("scene")).length === drawn);
  check("it lasts three minutes to the frame", (await living("shot")).reduce((sum, one) => sum + one.frames, 0) === 180 * FRAMES);
  check("its name stands on its first picture", (await living("shot")).filter((one) => one.titles.length > 0).length === 1);
  check("heads of scenes show the arc", (await page.locator(".arc-mark svg").count()) > 0);
  await snap("board");

  console.log("one scene anew, around what is mine");
  await heading("1").locator(".heading").click();
  const outline = page.getByRole("textbox", { name: t("story.outline") });
  check("what the scene tells can be changed", (await outline.inputValue()).length > 10);
  await card("1B").click();
  await page.locator(".inspector textarea").first().focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(language === "zh" ? "收音机响着。" : " A radio plays.");
  await until("it is written", async () => (await living("shot")).some((one) => /radio|收音机/.test(one.action)));
  await card("1B").focus();
  const before = await order();
  await page.keyboard.press("y");
  await page.waitForSelector(".stays li");
  check("what stays is said beforehand", (await page.locator(".stays li").allTextContents()).length === 1 && (await page.locator(".stays li").textContent()).includes("1B"));
  await snap("scene");
  const wished = page.getByRole("textbox", { name: t("story.sceneLength"), exact: true });
  await wished.fill(said.scene);
  await wished.press("Enter");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".story-sheet", { state: "detached" });
  check("my shot is still there", (await living("shot")).some((one) => /radio|收音机/.test(one.action)));
  const after = await order();
  await card("1B").focus();
  await undo();
  await same("one undo brings the scene back", before);
  await page.keyboard.press("Control+Shift+Z");
  await same("and once more it is as written anew", after);

  console.log("the film anew, from other words");
  await page.keyboard.press("Shift+Y");
  await page.waitForSelector(".stays li");
  await page.waitForSelector(".pacing-scenes .stays-here");
  check("the scene with my shot stays, and is drawn where it is told", (await page.locator(".pacing-scenes .stays-here").count()) === 1);
  await snap("anew");
  const count = await shots();
  const area = page.getByRole("textbox", { name: t("story.words"), exact: true });
  await area.fill(STORY[language] + (language === "zh" ? "第二年春天，照相馆重新开门了。" : " The next spring the hotel opens its doors again."));
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".story-sheet", { state: "detached", timeout: 30_000 });
  check("what was added is told", (await living("shot")).some((one) => /next spring|第二年春天/.test(one.action)));
  check("my shot is still there", (await living("shot")).some((one) => /radio|收音机/.test(one.action)));
  check("the film remembers its story", /next spring|第二年春天/.test(Object.values((await project()).records.project ?? {})[0]?.story ?? ""));
  await page.locator(".card").first().focus();
  await undo();
  await until("one undo takes the whole of it back", async () => (await shots()) === count);
  await same("in its order", after);
});
