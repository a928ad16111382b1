import type { RunSettings } from "../worker/run-settings.js";

const layers = { relu: "ReLU", tanh: "Tanh", sigmoid: "Sigmoid", gelu: "GELU" } as const;

function modelLines({ recipe, depth, activation, hidden, dropout }: RunSettings): string[] {
  const isOwn = depth === 1 && activation === "relu" && dropout === 0;
  if (isOwn || (recipe !== "digits" && recipe !== "digits-scalar")) return [];
  const hiddenLines = Array.from({ length: depth }, (_, layer) => [
    `    new Linear(${layer === 0 ? 784 : hidden}, ${hidden}),`,
    `    new ${layers[activation]}(),`,
    ...(dropout > 0 ? [`    new Dropout(${dropout}),`] : []),
  ]).flat();
  return [
    "  model: () => new Sequential(",
    ...hiddenLines,
    `    new Linear(${hidden}, ${recipe === "digits" ? "base.classes.length" : 1}),`,
    "  ),",
  ];
}

function optimizerLine({ optimizer, weightDecay, recipe }: RunSettings): string[] {
  const own = recipe === "digits-conv" ? "adam" : "sgd";
  if (optimizer === own && weightDecay === 0) return [];
  const decay = weightDecay > 0 ? `, weightDecay: ${weightDecay}` : "";
  const made =
    optimizer === "adam"
      ? `new Adam(parameters, { lr${decay} })`
      : `new SGD(parameters, { lr${optimizer === "momentum" ? ", momentum: 0.9" : ""}${decay} })`;
  return [`  optimizer: (parameters, lr) => ${made},`];
}

/** The program that gives the same numbers. */
export function trainProgram(settings: RunSettings): string {
  const { recipe, seed, pictures, epochs, lr, batchSize, hidden, rawPixels, data, schedule, augment } =
    settings;
  const model = modelLines(settings);
  const optimizer = optimizerLine(settings);
  const nn = [
    ...(model.length > 0
      ? ["Linear", layers[settings.activation], "Sequential", ...(settings.dropout > 0 ? ["Dropout"] : [])]
      : []),
  ].sort();
  const used = optimizer.length > 0 ? (settings.optimizer === "adam" ? "Adam" : "SGD") : null;
  const checks = Math.max(Math.ceil(pictures / 6), 1);
  const source =
    data === "strokes"
      ? [
          "const data = {",
          `  train: strokes({ count: ${pictures}, seed: ${seed} }),`,
          `  valid: strokes({ count: ${checks}, seed: ${seed + 1} }),`,
          "};",
        ]
      : ['const data = await readDigits("path/to/your/files");'];
  const dataNames = [data === "strokes" ? "strokes" : "readDigits"];
  if (augment) dataNames.push("DataLoader", "ImageDataset", "randomAffine", "TransformedDataset");
  return [
    `import { ${dataNames.sort().join(", ")} } from "@mnist/data";`,
    `import { ${[...(augment ? ["DataLoaders", "Learner"] : []), "fitRecipe", "recipeFor", "recipeLearner", "recipes"].sort().join(", ")} } from "@mnist/learner";`,
    ...(nn.length > 0 ? [`import { ${nn.join(", ")} } from "@mnist/nn";`] : []),
    ...(used !== null ? [`import { ${used} } from "@mnist/nn/optim";`] : []),
    'import { manualSeed } from "@mnist/tensor";',
    "",
    ...source,
    `const base = recipeFor(recipes["${recipe}"], data);`,
    "const recipe = {",
    "  ...base,",
    `  schedule: "${schedule}" as const,`,
    ...model,
    ...optimizer,
    "};",
    `const settings = { epochs: ${epochs}, lr: ${lr}, batchSize: ${batchSize}, hidden: ${hidden}, rawPixels: ${rawPixels} };`,
    `manualSeed(${seed});`,
    augment
      ? "const plain = recipeLearner(recipe, data, settings);"
      : "const learner = recipeLearner(recipe, data, settings);",
    ...(augment
      ? [
          "const pictures = new ImageDataset(data.train, { ...recipe.imageOptions, rawPixels: settings.rawPixels });",
          "const moved = new TransformedDataset(pictures, [",
          "  randomAffine({ degrees: 12, translate: [0.08, 0.08], scale: [0.9, 1.1] }),",
          "]);",
          "const train = new DataLoader(moved, { batchSize: settings.batchSize, shuffle: true });",
          "const learner = new Learner(new DataLoaders(train, plain.loaders.valid), plain.model, {",
          "  ...recipe,",
          "  ...recipe.decoding,",
          "  metrics: recipe.metrics(),",
          "  lr: settings.lr,",
          "});",
        ]
      : []),
    "await fitRecipe(recipe, learner, settings);",
    "console.table(learner.history);",
  ].join("\n");
}
