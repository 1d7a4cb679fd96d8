// The files of a drop, folders opened; what systems leave lying in folders is left out.

const MOST = 5000; // files of one drop
const LEFT = /^(\.|thumbs\.db$|desktop\.ini$|__macosx$)/i;

/** Every file that was dropped, also those in folders. Must be called while the event is being handled. */
export async function filesOf(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].flatMap((item) => (item.kind === "file" ? (item.webkitGetAsEntry() ?? []) : []));
  if (entries.length === 0) return [...data.files].filter((one) => !LEFT.test(one.name));
  const loose = [...data.files];
  const found: File[] = [];
  for (const entry of entries) {
    if (entry.isDirectory) await open(entry as FileSystemDirectoryEntry, found).catch(() => undefined); // taken away meanwhile
    else found.push(...loose.filter((one) => one.name === entry.name && !found.includes(one)).slice(0, 1));
  }
  return found;
}

async function open(folder: FileSystemDirectoryEntry, found: File[]): Promise<void> {
  if (LEFT.test(folder.name)) return;
  const reader = folder.createReader();
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (entries.length === 0) return;
    for (const entry of entries) {
      if (found.length >= MOST) return;
      if (LEFT.test(entry.name)) continue;
      if (entry.isDirectory) await open(entry as FileSystemDirectoryEntry, found);
      else found.push(await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed)));
    }
  }
}

/** Whether files are being dragged, not cards or words. */
export const hasFiles = (data: DataTransfer | null): data is DataTransfer => data?.types.includes("Files") ?? false;
