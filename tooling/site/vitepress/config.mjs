// VitePress's settings; the build copies this folder beside the pages.
const pages = (folder, entries) =>
  entries.map(([text, name]) => ({ text, link: `/${folder === "" ? "" : `${folder}/`}${name}` }));

const sidebar = [
  {
    text: "Begin",
    items: pages("", [
      ["Getting started", "start"],
      ["What it is not for", "not-for"],
      ["The playground", "playground"],
      ["Command line", "command-line"],
    ]),
  },
  {
    text: "The notes in TypeScript",
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
    items: pages("from", [
      ["PyTorch", "pytorch"],
      ["fastai", "fastai"],
      ["TensorFlow.js", "tensorflow-js"],
    ]),
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
    items: pages("extending", [
      ["Operation", "operation"],
      ["Layer", "layer"],
      ["Callback and metric", "callback"],
      ["Recipe", "recipe"],
      ["Device", "device"],
    ]),
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
      { text: "API", link: "/api/README" },
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
  base: process.env.DOCS_BASE ?? "/",
  title: "@mnist",
  description: "Deep learning in TypeScript, with PyTorch's names and PyTorch's numbers",
  lang: "en",
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    anchor: { level: [1, 2, 3, 4] },
  },
  ignoreDeadLinks: [/playground-page/],
  themeConfig: {
    nav: [
      { text: "Start", link: "/start" },
      { text: "The notes", link: "/notes/1-pixels" },
      { text: "API", link: "/api/README" },
      { text: "Changelog", link: "/changelog" },
    ],
    sidebar,
    outline: [2, 3],
    search: {
      provider: "local",
      // The name holds the words that the button shows, its key among them: who speaks to a page says what he sees.
      options: { translations: { button: { buttonText: "Search", buttonAriaLabel: "Search K" } } },
    },
  },
};
