/** Offers bytes as a file. */
export function download(name: string, content: Blob | Uint8Array): void {
  const blob =
    content instanceof Blob
      ? content
      : new Blob([new Uint8Array(content)], { type: "application/octet-stream" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
