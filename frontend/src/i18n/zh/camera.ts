// Words of the camera’s small stage and of windows on a picture in Chinese.
import type { camera as english } from "../en/camera";

export const camera: Readonly<Record<keyof typeof english, string>> = {
  "camera.moves": "镜头运动",
  "camera.stage": "画面上的首帧和末帧",
  "camera.first": "首帧",
  "camera.last": "末帧",
  "camera.hint": "拖动取景框，拖角可以推近；十字是镜头注视的地方。",
  "camera.frameTip": "{name}：可拖动；方向键移动，+ 和 − 缩小、放大",
  "camera.at": "横向 {across} %，纵向 {down} %，宽 {wide} %",
  "camera.look": "镜头注视的地方",
  "camera.lookAt": "横向 {across} %，纵向 {down} %",
  "camera.above": "俯视图",
  "frame.window": "取景框",
  "frame.windowTip": "拖到想要的位置；方向键也能移动",
  "frame.whole": "显示整个画面，什么都不裁掉。",
  "frame.byHand": "它就在你放的位置；设了关键帧，会从一处移到另一处。",
  "frame.bySubject": "它会跟住人脸和主体。拖动它可以自己放。",
  "steady.kept": "至少保留 {percent} % 的宽度",
  "steady.crop": "至少保留 {percent} % 的宽度。",
  "steady.fill": "什么都不裁：边缘用前面的帧来补。",
  "steady.lock": "镜头定住不动，需要裁多少就裁多少。",
};
