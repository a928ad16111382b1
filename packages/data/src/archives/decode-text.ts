/** Whether text begins with the mark of UTF-16. */
export function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/**
 * Bytes as text: UTF-16 where they begin with its mark, UTF-8 where they are that, else what Windows writes in the West
 * (which is Latin-1, but for punctuation). Different bytes give different text, so that no two names become one.
 */
export function decodeText(bytes: Uint8Array): string {
  if (isUtf16(bytes)) return new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  return utf8(bytes) ?? new TextDecoder("windows-1252").decode(bytes);
}

/** The upper half of code page 437. */
const upperHalf =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

/**
 * A name in a ZIP archive: UTF-8, which many write without saying so, else code page 437.
 * @source PKWARE APPNOTE 6.3.10, appendix D
 */
export function decodeZipName(bytes: Uint8Array): string {
  const old = (byte: number) => (byte < 128 ? String.fromCharCode(byte) : upperHalf[byte - 128]);
  return utf8(bytes) ?? Array.from(bytes, old).join("");
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
