import { FileError, hexadecimal } from "../file-error.js";

/** What a file is wanted for. */
export type FileUse = "data" | "model" | "picture";

/** A kind of file that is known by how it begins, and not read by this library, or not for every use. */
interface FileFormat {
  /** With its article: `a Parquet table`. */
  readonly name: string;
  matches(bytes: Uint8Array, path: string): boolean;
  /** For each use what makes something readable of it; `FILE` stands for its name. */
  readonly advice: Partial<Record<FileUse, string>>;
}

const begins =
  (...magic: number[]) =>
  (bytes: Uint8Array): boolean =>
    magic.every((byte, index) => bytes[index] === byte);

const ascii = (text: string, at = 0) => {
  const codes = Array.from(text, (letter) => letter.charCodeAt(0));
  return (bytes: Uint8Array): boolean => codes.every((code, index) => bytes[at + index] === code);
};

/** Whether a zip holds a file whose name ends so: its names stand in plain text near its end. */
function zipHolds(bytes: Uint8Array, ending: string): boolean {
  if (!ascii("PK")(bytes)) return false;
  const tail = new TextDecoder("latin1").decode(bytes.subarray(Math.max(0, bytes.length - 65_536)));
  return tail.includes(ending);
}

/** What turns a picture, and what turns all of a folder, into PNG; Pillow reads most of them. */
interface Conversion {
  readonly one: string;
  readonly all: string;
}
const byPillow = (before = ""): Conversion => ({
  one: `Save it as PNG: ${before}from PIL import Image; Image.open('FILE').convert('RGB').save('picture.png').`,
  all: `Save them as PNG, in the folder: ${before}from PIL import Image; from pathlib import Path; [Image.open(p).convert('RGB').save(p.with_suffix('.png')) for p in Path('.').rglob('*ENDING')].`,
});
const picture = (
  name: string,
  matches: FileFormat["matches"],
  { one, all }: Conversion = byPillow(),
): FileFormat => ({
  name,
  matches,
  advice: { picture: one, data: all, model: "Name a model's file first, then the pictures." },
});
const heif = byPillow("import pillow_heif; pillow_heif.register_heif_opener(); ");
const byRsvg: Conversion = {
  one: "Save it as PNG: rsvg-convert FILE -o picture.png.",
  all: "Save them as PNG, in the folder: find . -name '*ENDING' -exec rsvg-convert {} -o {}.png ';'.",
};
const asSafetensors =
  "In Python: from safetensors.torch import save_file; save_file(torch.load('FILE', map_location='cpu'), 'model.safetensors').";
const asNpz =
  "numpy.savez('data.npz', x_train=x, y_train=y, x_test=…, y_test=…), pictures as uint8 [count, height, width].";

/** What {@link recognizeFormat} calls a file of weights as this library writes them. */
export const safetensors = "a safetensors file";

/** In the order in which they are tried: a header's length may begin as anything does, so that it comes first. */
const formats: readonly FileFormat[] = [
  {
    name: safetensors,
    matches: (bytes) =>
      bytes.length > 9 && bytes.subarray(4, 8).every((byte) => byte === 0) && bytes[8] === 0x7b,
    advice: {
      data: "It is a model: mnist predict FILE picture.png.",
      picture: "It is a model: name it first, then the pictures.",
    },
  },
  {
    name: "a PyTorch checkpoint (zip)",
    matches: (bytes) => zipHolds(bytes, "/data.pkl"),
    advice: { model: asSafetensors, data: `In Python: x, y = torch.load('FILE'); ${asNpz}` },
  },
  {
    name: "a Keras model (.keras)",
    matches: (bytes) => zipHolds(bytes, "model.weights.h5"),
    advice: {
      model:
        "Only weights in safetensors are read: from safetensors.numpy import save_file; save_file({w.path: w.numpy() for w in keras.models.load_model('FILE').weights}, 'model.safetensors').",
    },
  },
  {
    name: "an npz file of NumPy's arrays (zip)",
    matches: (bytes) => zipHolds(bytes, ".npy"),
    advice: {
      model:
        "In Python: from safetensors.numpy import save_file; save_file(dict(numpy.load('FILE')), 'model.safetensors').",
    },
  },
  {
    name: "a zip archive",
    matches: (bytes) => ascii("PK\u0003\u0004")(bytes) || ascii("PK\u0005\u0006")(bytes),
    advice: {
      picture: "Unpack it, or give it as a data set.",
      model: "Unpack it first.",
      data: "Archives within a folder or an archive are not opened: unpack it, or name it alone.",
    },
  },
  {
    name: "a pickle of Python's",
    matches: (bytes, path) =>
      bytes[0] === 0x80 &&
      bytes[1]! >= 2 &&
      bytes[1]! <= 5 &&
      (bytes.at(-1) === 0x2e || /\.(pkl|pickle|pth?)$/i.test(path)),
    advice: {
      model: asSafetensors,
      data: `A pickle can run any program. In Python: data = pickle.load(open('FILE', 'rb')); ${asNpz}`,
    },
  },
  {
    name: "an HDF5 file (.h5, .hdf5)",
    matches: begins(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a),
    advice: {
      data: `In Python: f = h5py.File('FILE'); ${asNpz}`,
      model:
        "In Python: from safetensors.numpy import save_file; save_file({w.path: w.numpy() for w in keras.models.load_model('FILE').weights}, 'model.safetensors').",
    },
  },
  {
    name: "a Parquet table",
    matches: ascii("PAR1"),
    advice: { data: `In Python: table = pandas.read_parquet('FILE'); ${asNpz}` },
  },
  {
    name: "an Arrow file",
    matches: ascii("ARROW1"),
    advice: { data: `In Python: table = pandas.read_feather('FILE'); ${asNpz}` },
  },
  {
    name: "a file packed with xz",
    matches: begins(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00),
    advice: { data: "Unpack it: tar -xf FILE (in Python: tarfile.open('FILE').extractall('data'))." },
  },
  {
    name: "a file packed with zstd",
    matches: begins(0x28, 0xb5, 0x2f, 0xfd),
    advice: { data: "Unpack it first: zstd -d FILE." },
  },
  {
    name: "a file packed with bzip2",
    matches: ascii("BZh"),
    advice: { data: "Unpack it: tar -xf FILE (in Python: tarfile.open('FILE').extractall('data'))." },
  },
  {
    name: "a 7z archive",
    matches: begins(0x37, 0x7a, 0xbc, 0xaf),
    advice: { data: "Unpack it first: 7z x FILE." },
  },
  { name: "a RAR archive", matches: ascii("Rar!"), advice: { data: "Unpack it first: unrar x FILE." } },
  {
    name: "a MATLAB file",
    matches: ascii("MATLAB"),
    advice: { data: `In Python: data = scipy.io.loadmat('FILE'); ${asNpz}` },
  },
  {
    name: "NumPy's array (.npy)",
    matches: begins(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59),
    advice: {
      data: `One array alone has no labels. In Python: ${asNpz}`,
      model:
        "In Python: from safetensors.numpy import save_file; save_file({'weight': numpy.load('FILE')}, 'model.safetensors').",
    },
  },
  {
    name: "an ONNX model",
    // A protobuf whose first field is ir_version, a small number.
    matches: (bytes, path) =>
      /\.(onnx|ort)$/i.test(path) ||
      (bytes[0] === 8 && bytes[1]! <= 13 && (bytes[2] === 0x12 || bytes[2] === 0x3a)),
    advice: {
      model:
        "ONNX is written, not read: run it with onnxruntime, or name the safetensors file that it was made from.",
      data: "It is a model. Name pictures or an archive of them.",
    },
  },
  picture("a WebP picture", (bytes) => ascii("RIFF")(bytes) && ascii("WEBP", 8)(bytes)),
  picture("a GIF picture", ascii("GIF8")),
  picture("a BMP picture", (bytes) => ascii("BM")(bytes) && bytes[6] === 0 && bytes[7] === 0),
  picture("a TIFF picture", (bytes) => ascii("II*\0")(bytes) || ascii("MM\0*")(bytes)),
  picture("an AVIF picture", ascii("ftypavif", 4), heif),
  picture(
    "a HEIC picture, as phones take",
    (bytes) => ascii("ftyphei", 4)(bytes) || ascii("ftypmif1", 4)(bytes),
    heif,
  ),
  picture(
    "an SVG drawing",
    (bytes) => /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg/s.test(start(bytes)),
    byRsvg,
  ),
  {
    name: "a PNG picture",
    matches: begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    advice: {
      model: "Name a model's file first, then the pictures.",
      data: "Put pictures into one folder a class: train/CLASS/*.png.",
    },
  },
  {
    name: "a PNG whose line ends were changed on its way",
    matches: (bytes) => ascii("PNG", 1)(bytes) && [0x89, 0x3f, 0xef, 0x09].includes(bytes[0]!),
    advice: {
      picture: "Copy it again as binary (FTP: binary mode; git: *.png -text).",
      data: "Copy it again as binary.",
    },
  },
  {
    name: "a JPEG picture",
    matches: begins(0xff, 0xd8, 0xff),
    advice: {
      model: "Name a model's file first, then the pictures.",
      data: "Put pictures into one folder a class: train/CLASS/*.jpg.",
    },
  },
  {
    name: "an IDX file",
    matches: (bytes) =>
      bytes[0] === 0 &&
      bytes[1] === 0 &&
      [8, 9, 11, 12, 13, 14].includes(bytes[2]!) &&
      bytes[3]! >= 1 &&
      bytes[3]! <= 4,
    advice: {
      model: "It is data to learn from, no model.",
      picture: "It holds a data set: mnist data show -d FOLDER.",
    },
  },
  {
    name: "a PDF document",
    matches: ascii("%PDF"),
    advice: { picture: "Save the page as PNG: pdftoppm -png FILE page." },
  },
  {
    name: "a web page (HTML)",
    matches: (bytes) => /^\s*<(!doctype html|html)/i.test(start(bytes)),
    advice: {
      data: "A download that went wrong often leaves one: fetch the file again.",
      model: "Fetch the file again.",
      picture: "Fetch the picture again.",
    },
  },
  {
    name: "a file packed with gzip",
    matches: begins(0x1f, 0x8b),
    advice: { model: "Unpack it first: gunzip FILE.", picture: "Unpack it first: gunzip FILE." },
  },
  {
    name: "a Git LFS pointer",
    matches: ascii("version https://git-lfs"),
    advice: {
      data: "Fetch what it points to: git lfs pull.",
      model: "Fetch what it points to: git lfs pull.",
      picture: "Fetch what it points to: git lfs pull.",
    },
  },
  {
    name: "JSON text",
    matches: (bytes, path) => /\.json$/i.test(path) || /^\s*[{[]\s*["{[\d]/.test(start(bytes)),
    advice: { model: "Name the safetensors file beside it." },
  },
];

function start(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, 512));
}

const wanted: Readonly<Record<FileUse, string>> = {
  data: "pictures in folders, IDX files, a CSV table or an npz file of them, or an archive of these",
  model: "a safetensors file that this library wrote",
  picture: "a PNG or a JPEG picture",
};

/**
 * What a file is, by how it begins, with its article; undefined where that is unknown.
 * @example recognizeFormat(bytes, "net.pt") // "a PyTorch checkpoint (zip)"
 */
export function recognizeFormat(bytes: Uint8Array, path = ""): string | undefined {
  return formatOf(bytes, path)?.name;
}

function formatOf(bytes: Uint8Array, path: string): FileFormat | undefined {
  return formats.find((format) => format.matches(bytes, path));
}

/** The error for a file that cannot be used so: what it is, what was wanted, and how to get from one to the other.
 * `path` is what a command would call it. */
export function wrongFormat(file: string, bytes: Uint8Array, use: FileUse, path = file): FileError {
  const format = formatOf(bytes, file);
  const got =
    bytes.length === 0 ? "an empty file" : (format?.name ?? `a file that begins ${hexadecimal(bytes)}`);
  const ending = /\.\w+$/.exec(path)?.[0] ?? "";
  const advice = format?.advice[use]?.replaceAll("FILE", path).replaceAll("ENDING", ending);
  return new FileError({ file, got, expected: wanted[use], ...(advice !== undefined && { hint: advice }) });
}
