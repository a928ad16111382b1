/** What is known of a file before it is fetched. */
export type FileCheck =
  /** The SHA-256 of what comes out of gunzip: mirrors pack the same bytes differently. */
  | { readonly of: "content"; readonly sha256: string }
  /** The SHA-256 of the file itself. */
  | { readonly of: "file"; readonly sha256: string }
  /** The length of the file and the MD5 of its first MiB, which is what fastai publishes: for servers that TLS vouches for. */
  | { readonly of: "start"; readonly bytes: number; readonly md5: string };

/** A file that several servers have. */
export interface RemoteFile {
  readonly name: string;
  /** Addresses that the name is appended to; the first is tried first. */
  readonly mirrors: readonly string[];
  readonly check?: FileCheck;
}

/** A data set to be had from the network. */
export interface DataSource {
  /** The folder it goes into. */
  readonly name: string;
  /** `folder`: an archive of pictures, one folder a class; `idx`: four IDX files. */
  readonly layout: "folder" | "idx";
  readonly files: readonly RemoteFile[];
  readonly classes: readonly string[];
  /** Other folders it may already lie in, as other programs name them. */
  readonly alsoIn: readonly string[];
}

const digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

const mnistMirrors = [
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
  "http://yann.lecun.com/exdb/mnist/",
];
const fastaiImages = [
  "https://s3.amazonaws.com/fast-ai-imageclas/",
  "https://fast-ai-imageclas.s3.amazonaws.com/",
];
const fastaiSamples = [
  "https://s3.amazonaws.com/fast-ai-sample/",
  "https://fast-ai-sample.s3.amazonaws.com/",
];
const fashionMirrors = [
  "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
  "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
  "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
];
const kuzushijiMirrors = [
  "https://codh.rois.ac.jp/kmnist/dataset/kmnist/",
  "http://codh.rois.ac.jp/kmnist/dataset/kmnist/",
];

/** The names that every data set in MNIST's format gives its files. */
export const idxNames = {
  trainImages: "train-images-idx3-ubyte",
  trainLabels: "train-labels-idx1-ubyte",
  validImages: "t10k-images-idx3-ubyte",
  validLabels: "t10k-labels-idx1-ubyte",
} as const;

type IdxSums = Readonly<Record<keyof typeof idxNames, string>>;

function idxFiles(mirrors: readonly string[], of: "content" | "file", sums: IdxSums): RemoteFile[] {
  const parts = Object.keys(idxNames) as (keyof typeof idxNames)[];
  return parts.map((part) => ({ name: `${idxNames[part]}.gz`, mirrors, check: { of, sha256: sums[part] } }));
}

/** The data sets that {@link untarData} fetches, by fastai's names. */
export const URLs = {
  /** MNIST as 70,000 PNGs: `training/3/7.png`. */
  MNIST: {
    name: "mnist_png",
    layout: "folder",
    classes: digits,
    alsoIn: [],
    files: [
      {
        name: "mnist_png.tgz",
        mirrors: fastaiImages,
        check: { of: "start", bytes: 15683414, md5: "03639f83c4e3d19e0a3a53a8a997c487" },
      },
    ],
  },
  /** MNIST as its makers published it: four IDX files. */
  MNIST_IDX: {
    name: "mnist",
    layout: "idx",
    classes: digits,
    alsoIn: ["", "MNIST/raw"],
    files: idxFiles(mnistMirrors, "content", {
      trainImages: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      trainLabels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      validImages: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      validLabels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    }),
  },
  /** The threes and sevens of MNIST: `train/3/7.png`. */
  MNIST_SAMPLE: {
    name: "mnist_sample",
    layout: "folder",
    classes: ["3", "7"],
    alsoIn: [],
    files: [
      {
        name: "mnist_sample.tgz",
        mirrors: fastaiSamples,
        check: { of: "start", bytes: 3214948, md5: "2dbc7ec6f9259b583af0072c55816a88" },
      },
    ],
  },
  /** About 1,400 threes and sevens. */
  MNIST_TINY: {
    name: "mnist_tiny",
    layout: "folder",
    classes: ["3", "7"],
    alsoIn: [],
    files: [
      {
        name: "mnist_tiny.tgz",
        mirrors: fastaiSamples,
        check: { of: "start", bytes: 342207, md5: "56143e8f24db90d925d82a5a74141875" },
      },
    ],
  },
  /** Clothes in MNIST's format (Xiao, Rasul and Vollgraf, 2017). */
  FASHION_MNIST: {
    name: "fashion_mnist",
    layout: "idx",
    classes: [
      "T-shirt/top",
      "Trouser",
      "Pullover",
      "Dress",
      "Coat",
      "Sandal",
      "Shirt",
      "Sneaker",
      "Bag",
      "Ankle boot",
    ],
    alsoIn: ["fashion-mnist", "fashion", "FashionMNIST/raw"],
    files: idxFiles(fashionMirrors, "file", {
      trainImages: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
      trainLabels: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
      validImages: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
      validLabels: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    }),
  },
  /** Cursive Japanese characters in MNIST's format (Clanuwat et al., 2018). */
  KMNIST: {
    name: "kmnist",
    layout: "idx",
    classes: ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"],
    alsoIn: ["KMNIST/raw"],
    files: idxFiles(kuzushijiMirrors, "file", {
      trainImages: "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
      trainLabels: "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
      validImages: "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
      validLabels: "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
    }),
  },
} as const satisfies Record<string, DataSource>;
