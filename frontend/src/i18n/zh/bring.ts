// Words of the list of films, and bringing in scripts, pictures and footage, in Chinese: the same keys as in English.
import type { bring as english } from "../en/bring";

export const bring: Readonly<Record<keyof typeof english, string>> = {
  "projects.begin": "一部影片从文字开始",
  "projects.lead": "粘贴剧本，或者写几行故事。它会变成场景和镜头，每个镜头都有画面，最后成为一部有配音、可以剪辑和下载的影片。",
  "projects.write": "写剧本或粘贴剧本",
  "projects.writeMore": "任何形式：剧本格式，或平常的叙述",
  "projects.drop": "拖入文件",
  "projects.dropNow": "放在这里",
  "projects.dropMore": "Fountain、Final Draft、PDF、Word 或文本",
  "projects.sample": "从样片开始",
  "projects.sampleMore": "《末班船》，四场戏的短片",
  "projects.blank": "从空白故事板开始",
  "projects.reading": "正在读剧本…",
  "projects.yours": "你的影片",
  "projects.untitled": "未命名影片",
  "projects.shots": "{count} 个镜头",
  "projects.rate": "{rate} 帧/秒",
  "projects.making": "制作中",
  "projects.storyboard": "生成故事板",
  "projects.example": "内景 厨房 夜\n\n玛拉（三十多岁，红色大衣）把两只杯子放在桌上。\n\n玛拉：你来了。",
  "projects.archive": "移除影片",
  "projects.archived": "已移除《{title}》。",
};
