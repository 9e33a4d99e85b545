/** Lets the browser save something as a file. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A name that every file system takes. */
export const fileName = (text: string) =>
  text.replace(/[^\p{L}\p{N}._-]+/gu, "_").replace(/^[._]+/, "") || "file";
