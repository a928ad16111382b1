/** What a terminal takes for an order, and marks that turn the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colours begin with one
const ours = /(\u001b\[[0-9;]*m|[\n\t])/;

const written = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A name, of a file, a class or data, as one line that tells a terminal nothing: `\u001b` is written out. */
export const plain = (name: string): string => name.replaceAll(control, written);

/** Text of whole lines in which colours alone are left of what tells a terminal something. JSON stays what it is. */
export const harmless = (text: string): string =>
  text
    .split(ours)
    .map((part, i) => (i % 2 === 1 ? part : plain(part)))
    .join("");
