// Words of the inspector: takes, lines, effects, lineage, in Chinese: the same keys as in English.
import type { takes as english } from "../en/takes";

export const takes: Readonly<Record<keyof typeof english, string>> = {
  "line.who": "说话人",
  "line.narrator": "旁白",
  "line.manner": "语气",
  "line.words": "台词",
  "line.add": "添加台词",
  "line.remove": "删除台词",
  "takes.title": "各条",
  "take.seed": "种子 {seed}",
  "take.unmade": "未生成",
  "take.keep": "保留这一条",
  "take.kept": "已保留",
  "take.lineage": "生成过程",
  "take.compare": "与当前条比较",
  "take.compareTitle": "{one} 与 {other}",
  "take.wipe": "划像位置",
  "take.beside": "并排",
  "take.over": "重叠划像",
  "take.use": "使用 {slate}",
  "lineage.none": "没有留下记录。",
  "lineage.took": "{count} 秒",
  "inspector.title": "属性",
};
