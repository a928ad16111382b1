/** What a file is by its first bytes, whatever its name says. */
export type FileKind =
  | "idx"
  | "gzip"
  | "zip"
  | "tar"
  | "png"
  | "picture"
  | "safetensors"
  | "npy"
  | "text"
  | "foreign";

interface Sign {
  readonly kind: FileKind;
  readonly bytes: readonly number[];
  readonly at?: number;
}

const signs: readonly Sign[] = [
  { kind: "gzip", bytes: [0x1f, 0x8b] },
  { kind: "zip", bytes: [0x50, 0x4b, 0x03, 0x04] },
  { kind: "png", bytes: [0x89, 0x50, 0x4e, 0x47] },
  { kind: "picture", bytes: [0xff, 0xd8, 0xff] }, // JPEG
  { kind: "picture", bytes: [0x47, 0x49, 0x46, 0x38] }, // GIF
  { kind: "picture", bytes: [0x42, 0x4d] }, // BMP
  { kind: "picture", bytes: [0x57, 0x45, 0x42, 0x50], at: 8 }, // WebP
  { kind: "picture", bytes: [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66], at: 4 }, // AVIF
  { kind: "npy", bytes: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] },
  { kind: "tar", bytes: [0x75, 0x73, 0x74, 0x61, 0x72], at: 257 },
];

function begins(data: Uint8Array, { bytes, at = 0 }: Sign): boolean {
  return bytes.every((byte, i) => data[at + i] === byte);
}

/** `{"` after eight bytes that say how long the header is. */
function isSafetensors(data: Uint8Array): boolean {
  const length = new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  return data[8] === 0x7b && length > 1 && length + 8 <= data.length && data[4] === 0 && data[5] === 0;
}

export function kindOf(data: Uint8Array): FileKind {
  if (data.length < 4) return "foreign";
  const sign = signs.find((each) => begins(data, each));
  if (sign !== undefined) return sign.kind;
  const isIdx =
    data[0] === 0 && data[1] === 0 && data[2]! >= 8 && data[2]! <= 14 && data[3]! > 0 && data[3]! < 5;
  if (isIdx) return "idx";
  if (data.length > 12 && isSafetensors(data)) return "safetensors";
  return data.subarray(0, 512).every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13)
    ? "text"
    : "foreign";
}

const strangers: readonly (readonly [RegExp, string])[] = [
  [
    /\.(pt|pth|ckpt|bin)$/i,
    'a PyTorch checkpoint. In Python, safetensors.torch.save_file(model.state_dict(), "model.safetensors") makes a file of weights of it',
  ],
  [/\.onnx$/i, "an ONNX network: what it was trained as, a .safetensors file, can be opened here"],
  [/\.(h5|keras|hdf5)$/i, "a Keras network, which cannot be opened here"],
  [
    /\.(pkl|pickle)(\.gz)?$/i,
    "a Python pickle, which may run any code. numpy.savez makes a file of arrays of it",
  ],
  [/\.(xz|txz|7z|rar|bz2)$/i, "packed in a way that browsers cannot unpack. Pack it as .zip or .tar.gz"],
  [/\.(heic|heif|tiff?)$/i, "a kind of picture that this browser cannot open. Save it as PNG or JPEG"],
  [/\.pdf$/i, "a PDF. Save the page as PNG or JPEG"],
];

/** In words, what a file is that cannot be used. */
export function strangerWords(name: string): string {
  const found = strangers.find(([pattern]) => pattern.test(name));
  return `${name} is ${found?.[1] ?? "nothing that can be learned from: give pictures, MNIST’s files, an archive, a table (.csv) or arrays (.npz)"}.`;
}
