/** Hands a file to the browser to be saved under a name. It is never shown: what a target chose does not run here. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(new Blob([file], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after this.
  setTimeout(() => URL.revokeObjectURL(address), 30_000);
}
