// The notes' loops, typed as in the notes, for twenty epochs on random pictures of MNIST's size: `threes-sevens` with a
// plain `for`, `digits` with `for await`. Nothing is freed by hand. Run with --expose-gc; prints the memory that it took.
import { noGrad } from "@mnist/autograd";
import { DataLoader, type DigitImages, digitClasses, ImageDataset } from "@mnist/data";
import { crossEntropy, Linear, mnistLoss, ReLU, Sequential } from "@mnist/nn";
import { SGD } from "@mnist/nn/optim";
import { manualSeed, randn, type Tensor } from "@mnist/tensor";

const [loop, count] = process.argv.slice(2);
const epochs = 20;

function pictures(classes: readonly string[]): DigitImages {
  const images = new Uint8Array(Number(count) * 28 * 28);
  for (let i = 0; i < images.length; i++) images[i] = i % 5 === 0 ? (i * 2654435761) >>> 24 : 0;
  const labels = Uint8Array.from({ length: Number(count) }, (_, i) => i % classes.length);
  return { images, labels, width: 28, height: 28, classes, source: "random pictures" };
}

/** The most that the process took of the machine, in MB, and what is alive at the end of the third and the last epoch. */
const seen = { peak: 0, alive: [] as number[] };

function look(): void {
  seen.peak = Math.max(seen.peak, process.memoryUsage.rss() / 1e6);
}

function endEpoch(epoch: number): void {
  if (epoch !== 2 && epoch !== epochs - 1) return;
  for (let i = 0; i < 3; i++) globalThis.gc!(); // arrays that one collection finds dead are counted until the next
  const { heapUsed, external } = process.memoryUsage();
  seen.alive.push((heapUsed + external) / 1e6);
}

function threesSevens(): void {
  const dataset = new ImageDataset(pictures(["3", "7"]), { targetShape: [1] });
  const loader = new DataLoader(dataset, { batchSize: 256, shuffle: true });
  const weights = randn([28 * 28, 1]).requiresGrad_();
  const bias = randn([1]).requiresGrad_();
  const linear = (x: Tensor): Tensor => x.matmul(weights).add(bias);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const [x, y] of loader) {
      const loss = mnistLoss(linear(x).sigmoid(), y);
      loss.backward();
      noGrad(() => {
        for (const parameter of [weights, bias]) {
          parameter.sub_(parameter.grad!.mul(1));
          parameter.grad = null;
        }
      });
      look();
    }
    endEpoch(epoch);
  }
}

async function digits(): Promise<void> {
  const loader = new DataLoader(new ImageDataset(pictures(digitClasses)), { batchSize: 256, shuffle: true });
  const model = new Sequential(new Linear(28 * 28, 100), new ReLU(), new Linear(100, 10));
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    for await (const [x, y] of loader) {
      const loss = crossEntropy(model(x), y);
      loss.backward();
      optimizer.step();
      optimizer.zeroGrad();
      losses.push(await loss.item());
      look();
    }
    endEpoch(epoch);
  }
}

manualSeed(42);
if (loop === "threes-sevens") threesSevens();
else await digits();
console.log(JSON.stringify(seen));
