// Words of cast, places, styles and the settings of a film, in Chinese: the same keys as in English.
import type { library as english } from "../en/library";

export const library: Readonly<Record<keyof typeof english, string>> = {
  "cast.people": "人物",
  "cast.places": "场地",
  "cast.addPerson": "添加人物",
  "cast.addPlace": "添加场地",
  "cast.newName": "新人物",
  "cast.newPlaceName": "新场地",
  "cast.name": "名字",
  "cast.description": "外形",
  "cast.descriptionHint": "年龄、头发、衣着、颜色",
  "cast.placeHint": "有什么陈设、颜色、光线",
  "cast.age": "年龄",
  "cast.pace": "语速",
  "cast.real": "有真实人物的形象或声音",
  "cast.consent": "授权",
  "cast.consentHint": "授权书的存放处",
  "cast.inside": "内外景",
  "cast.asHeading": "按场次标题",
  "cast.in": "内景",
  "cast.out": "外景",
  "cast.shots": "出现在 {count} 个镜头",
  "cast.archive": "移除",
  "cast.stale": "有 {count} 个镜头在生成后有了改动。",
};
