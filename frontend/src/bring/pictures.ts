// Pictures that the studio does not read become PNG in the browser, which does: GIF and AVIF, their first picture.

/** The picture as the studio reads it; null when the browser cannot read it either. */
export async function readable(file: File): Promise<File | null> {
  try {
    const bitmap = await createImageBitmap(file);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    bitmap.close();
    const blob = await canvas.convertToBlob({ type: "image/png" });
    return new File([blob], `${file.name.replace(/\.\w+$/, "")}.png`, { type: "image/png", lastModified: file.lastModified });
  } catch {
    return null;
  }
}
