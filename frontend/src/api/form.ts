// A body with files in it, as a form carries it.

/** For `bodySerializer`: every field of the body, files as they are. */
export function asForm(fields: object): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value as Blob | string);
  return form;
}
