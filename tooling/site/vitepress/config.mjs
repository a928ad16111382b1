// VitePress's settings; the build copies this folder beside the pages.
const pages = (folder, entries, full = (text) => text) =>
  entries.map(([text, name]) => ({
    text,
    link: `/${folder === "" ? "" : `${folder}/`}${name}`,
    docFooterText: full(text),
  }));

/** What can be imported, and the page of each. */
const apiPages = [
  ["@mnist/tensor", "tensor/src"],
  ["@mnist/tensor/linalg", "tensor/src/linalg"],
  ["@mnist/autograd", "autograd/src"],
  ["@mnist/nn", "nn/src"],
  ["@mnist/nn/functional", "nn/src/functional"],
  ["@mnist/nn/optim", "nn/src/optim"],
  ["@mnist/nn/formats", "nn/src/formats"],
  ["@mnist/data", "data/src"],
  ["@mnist/learner", "learner/src"],
  ["@mnist/learner/plot", "learner/src/plot"],
];

/** Tables that need the place of the outline. */
const widePages = ["pytorch-coverage.md"];

const sidebar = [
  {
    text: "Begin",
    items: pages("", [
      ["Getting started", "start"],
      ["What it is not for", "not-for"],
      ["The playground", "playground"],
      ["Command line", "command-line"],
      ["A tour of the command line", "tour"],
    ]),
  },
  {
    text: "The digit chapter",
    items: pages("notes", [
      ["Pixels", "1-pixels"],
      ["A curve", "2-curve"],
      ["3 or 7, by hand", "3-threes-sevens"],
      ["3 or 7, with a Learner", "4-learner"],
      ["Ten digits", "5-digits"],
      ["Your own digit", "6-your-digit"],
    ]),
  },
  {
    text: "Coming from",
    items: pages(
      "from",
      [
        ["PyTorch", "pytorch"],
        ["fastai", "fastai"],
        ["TensorFlow.js", "tensorflow-js"],
      ],
      (name) => `Coming from ${name}`,
    ),
  },
  {
    text: "Guides",
    items: pages("guides", [
      ["Browser and bundlers", "browser"],
      ["Devices", "devices"],
      ["Recorded steps", "recording"],
      ["Reproducibility", "reproducibility"],
      ["Data", "data"],
      ["Pictures", "pictures"],
      ["Exporting", "exporting"],
      ["Errors", "errors"],
    ]),
  },
  {
    text: "Writing your own",
    items: pages(
      "extending",
      [
        ["Operation", "operation"],
        ["Layer", "layer"],
        ["Callback and metric", "callback"],
        ["Recipe", "recipe"],
        ["Device", "device"],
      ],
      (what) => `Writing your own: ${what.toLowerCase()}`,
    ),
  },
  {
    text: "Packages",
    items: pages(
      "packages",
      ["tensor", "autograd", "nn", "data", "learner", "conformance"].map((name) => [`@mnist/${name}`, name]),
    ),
  },
  {
    text: "Reference",
    items: [
      {
        text: "API",
        link: "/api/README",
        collapsed: true,
        items: pages("api", apiPages),
      },
      ...pages("", [
        ["PyTorch's functions here", "pytorch-coverage"],
        ["What is not there", "pytorch-missing"],
        ["PyTorch and fastai, part by part", "fastai-pytorch-parity"],
      ]),
    ],
  },
  {
    text: "About",
    items: pages("", [
      ["Performance", "performance"],
      ["Reliability", "reliability"],
      ["When one machine is not enough", "scaling"],
      ["Architecture", "architecture"],
      ["Decisions", "decisions/"],
      ["Versions", "versions"],
      ["Changelog", "changelog"],
      ["Contributing", "contributing"],
      ["Security", "security"],
      ["Conduct", "conduct"],
    ]),
  },
];

export default {
  title: "@mnist",
  description: "Deep learning in TypeScript, with PyTorch's names and PyTorch's numbers",
  lang: "en",
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    anchor: { level: [1, 2, 3, 4] },
  },
  ignoreDeadLinks: [/playground-page/],
  transformPageData(page) {
    if (widePages.includes(page.relativePath)) page.frontmatter.aside = false;
    // One decision does not lead to the next, and no page of the sidebar follows it.
    if (page.relativePath.startsWith("decisions/0"))
      Object.assign(page.frontmatter, { prev: false, next: false });
  },
  themeConfig: {
    nav: [
      { text: "Start", link: "/start" },
      { text: "The digit chapter", link: "/notes/1-pixels" },
      { text: "API", link: "/api/README" },
      { text: "Changelog", link: "/changelog" },
    ],
    sidebar,
    outline: [2, 3],
    search: {
      provider: "local",
      // The name is what the button shows: who speaks to a page says what he sees.
      options: { translations: { button: { buttonText: "Search", buttonAriaLabel: "Search" } } },
    },
  },
};
