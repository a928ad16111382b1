// The chapter that tells 3 from 7, line by line: Python's line, and the same here.
import { noGrad } from "@mnist/autograd";
import { DataLoader, gradientTable, ls, readImage, showImage, zip } from "@mnist/data";
import { DataLoaders, Learner } from "@mnist/learner";
import { line, plotFunction, scatter } from "@mnist/learner/plot";
import { Linear, l1Loss, mseLoss, ReLU, Sequential } from "@mnist/nn";
import { SGD } from "@mnist/nn/optim";
import {
  arange,
  cat,
  manualSeed,
  ones,
  randn,
  range,
  stack,
  type Tensor,
  tensor,
  where,
  zeros,
} from "@mnist/tensor";
import { mnistSample } from "./mnist-sample.js";

manualSeed(42); // torch.manual_seed(42)

// ── Pixels
const path = await mnistSample(); // path = untar_data(URLs.MNIST_SAMPLE)
console.log(ls(path)); // path.ls()
export const threes = ls(`${path}/train/3`); // threes = (path/'train'/'3').ls().sorted()
export const sevens = ls(`${path}/train/7`); // sevens = (path/'train'/'7').ls().sorted()
const im3Path = threes[1]!; // im3_path = threes[1]
const im3 = (await readImage(im3Path)).at(0); // im3 = tensor(Image.open(im3_path))
console.log(showImage(im3.dataSync(), { width: 28, height: 28 })); // show_image(im3)
console.log(im3.at(range(4, 10), range(4, 10))); // im3[4:10,4:10]
export const table = gradientTable(im3.at(range(4, 15), range(4, 22)).dataSync(), {
  width: 18,
  height: 11,
  colors: "greys",
}); // df.style.background_gradient('Greys')

// ── Distance from the mean
const open = (paths: readonly string[]) => Promise.all(paths.map(async (o) => (await readImage(o)).at(0)));
const sevenTensors = await open(sevens); // seven_tensors = [tensor(Image.open(o)) for o in sevens]
const threeTensors = await open(threes); // three_tensors = [tensor(Image.open(o)) for o in threes]
console.log(threeTensors.length, sevenTensors.length); // len(three_tensors),len(seven_tensors)
const stackedSevens = stack(sevenTensors).float().div(255); // stacked_sevens = torch.stack(seven_tensors).float()/255
const stackedThrees = stack(threeTensors).float().div(255); // stacked_threes = torch.stack(three_tensors).float()/255
console.log(stackedThrees.shape, stackedThrees.ndim); // stacked_threes.shape, stacked_threes.ndim
const mean3 = stackedThrees.mean(0); // mean3 = stacked_threes.mean(0)
const mean7 = stackedSevens.mean(0); // mean7 = stacked_sevens.mean(0)
console.log(showImage(mean3.dataSync(), { width: 28, height: 28, maximum: 1 })); // show_image(mean3)
const a3 = stackedThrees.at(1); // a_3 = stacked_threes[1]
export const distance = {
  abs3: a3.sub(mean3).abs().mean(), // (a_3 - mean3).abs().mean()
  sqr3: a3.sub(mean3).pow(2).mean().sqrt(), // ((a_3 - mean3)**2).mean().sqrt()
  l1: l1Loss(a3, mean7), // F.l1_loss(a_3, mean7)
  rmse: mseLoss(a3, mean7).sqrt(), // F.mse_loss(a_3, mean7).sqrt()
};
const valid3 = stack(await open(ls(`${path}/valid/3`)))
  .float()
  .div(255); // valid_3_tens = torch.stack([...]).float()/255
const valid7 = stack(await open(ls(`${path}/valid/7`)))
  .float()
  .div(255); // valid_7_tens = torch.stack([...]).float()/255
const mnistDistance = (a: Tensor, b: Tensor) => a.sub(b).abs().mean([-1, -2]); // def mnist_distance(a,b): return (a-b).abs().mean((-1,-2))
const is3 = (x: Tensor) => mnistDistance(x, mean3).lt(mnistDistance(x, mean7)); // def is_3(x): return mnist_distance(x,mean3) < mnist_distance(x,mean7)
export const byDistance = {
  threes: is3(valid3).float().mean().itemSync(), // accuracy_3s = is_3(valid_3_tens).float().mean()
  sevens: is3(valid7).logicalNot().float().mean().itemSync(), // accuracy_7s = (1 - is_3(valid_7_tens).float()).mean()
};
console.log(byDistance);

// ── The curve
const time = arange(0, 20).float(); // time = torch.arange(0,20).float()
const speed = randn(20).mul(3).add(time.sub(9.5).pow(2).mul(0.75)).add(1); // speed = torch.randn(20)*3 + 0.75*(time-9.5)**2 + 1
console.log(`${scatter(time, speed)}`); // plt.scatter(time,speed)
console.log(`${plotFunction((x) => x ** 2, { title: "x**2" })}`); // plot_function(f, 'x', 'x**2')

// ── A model by hand
export const trainX = cat([stackedThrees, stackedSevens]).view(-1, 28 * 28); // train_x = torch.cat([stacked_threes, stacked_sevens]).view(-1, 28*28)
const trainY = cat([ones(threes.length), zeros(sevens.length)]).unsqueeze(1); // train_y = tensor([1]*len(threes) + [0]*len(sevens)).unsqueeze(1)
const dset = zip(trainX, trainY); // dset = list(zip(train_x,train_y))
const [x, y] = dset.get(0); // x,y = dset[0]
console.log(x.shape, y); // x.shape,y
const validX = cat([valid3, valid7]).view(-1, 28 * 28); // valid_x = torch.cat([valid_3_tens, valid_7_tens]).view(-1, 28*28)
const validY = cat([ones(valid3.shape[0]!), zeros(valid7.shape[0]!)]).unsqueeze(1); // valid_y = tensor([1]*len(valid_3_tens) + [0]*len(valid_7_tens)).unsqueeze(1)
const validDset = zip(validX, validY); // valid_dset = list(zip(valid_x,valid_y))

const initParams = (size: number[], std = 1) => randn(size).mul(std).requiresGrad_(); // def init_params(size, std=1.0): return (torch.randn(size)*std).requires_grad_()
const weights = initParams([28 * 28, 1]); // weights = init_params((28*28,1))
const bias = initParams([1]); // bias = init_params(1)
console.log(trainX.at(0).mul(weights.T).sum().add(bias)); // (train_x[0]*weights.T).sum() + bias
const linear1 = (xb: Tensor) => xb.matmul(weights).add(bias); // def linear1(xb): return xb@weights + bias
const preds = linear1(trainX); // preds = linear1(train_x)
const corrects = preds.gt(0).float().eq(trainY); // corrects = (preds>0.0).float() == train_y
console.log(corrects.float().mean().itemSync()); // corrects.float().mean().item()

function mnistLoss(predictions: Tensor, targets: Tensor): Tensor {
  // def mnist_loss(predictions, targets):
  const shares = predictions.sigmoid(); //     predictions = predictions.sigmoid()
  return where(targets.eq(1), shares.neg().add(1), shares).mean(); //     return torch.where(targets==1, 1-predictions, predictions).mean()
}
console.log(mnistLoss(tensor([0.9, 0.4, 0.2]), tensor([1, 0, 1]))); // mnist_loss(prds, trgts)
console.log(`${plotFunction((z) => 1 / (1 + Math.exp(-z)), { title: "Sigmoid", min: -4, max: 4 })}`); // plot_function(torch.sigmoid, title='Sigmoid', min=-4, max=4)

const dl = new DataLoader(dset, { batchSize: 256 }); // dl = DataLoader(dset, batch_size=256)
const [[xb, yb]] = dl; // xb,yb = first(dl)
console.log(xb!.shape, yb!.shape); // xb.shape,yb.shape
const validDl = new DataLoader(validDset, { batchSize: 256 }); // valid_dl = DataLoader(valid_dset, batch_size=256)

function calcGrad(xb: Tensor, yb: Tensor, model: (xb: Tensor) => Tensor): void {
  // def calc_grad(xb, yb, model):
  const preds = model(xb); //     preds = model(xb)
  const loss = mnistLoss(preds, yb); //     loss = mnist_loss(preds, yb)
  loss.backward(); //     loss.backward()
}
function trainEpoch(model: (xb: Tensor) => Tensor, lr: number, params: readonly Tensor[]): void {
  // def train_epoch(model, lr, params):
  for (const [xb, yb] of dl) {
    //     for xb,yb in dl:
    calcGrad(xb, yb, model); //         calc_grad(xb, yb, model)
    for (const p of params) {
      //         for p in params:
      noGrad(() => p.sub_(p.grad!.mul(lr))); //             p.data -= p.grad*lr
      p.grad!.zero_(); //             p.grad.zero_()
    }
  }
}
function batchAccuracy(xb: Tensor, yb: Tensor): Tensor {
  // def batch_accuracy(xb, yb):
  const preds = xb.sigmoid(); //     preds = xb.sigmoid()
  const correct = preds.gt(0.5).eq(yb); //     correct = (preds>0.5) == yb
  return correct.float().mean(); //     return correct.float().mean()
}
function validateEpoch(model: (xb: Tensor) => Tensor): number {
  // def validate_epoch(model):
  const accs = [...validDl].map(([xb, yb]) => noGrad(() => batchAccuracy(model(xb), yb))); //     accs = [batch_accuracy(model(xb), yb) for xb,yb in valid_dl]
  return stack(accs).mean().itemSync(); //     return round(torch.stack(accs).mean().item(), 4)
}
export const byHand: number[] = [];
for (let i = 0; i < 20; i++) {
  // for i in range(20):
  trainEpoch(linear1, 1, [weights, bias]); //     train_epoch(linear1, lr, params)
  byHand.push(validateEpoch(linear1)); //     print(validate_epoch(linear1), end=' ')
}
console.log(byHand.map((accuracy) => accuracy.toFixed(4)).join(" "));

// ── The same with a Learner
const dls = new DataLoaders(dl, validDl); // dls = DataLoaders(dl, valid_dl)
const learn = new Learner(dls, new Linear(28 * 28, 1), {
  // learn = Learner(dls, nn.Linear(28*28,1),
  optimizer: SGD, //                 opt_func=SGD,
  lossFunction: mnistLoss, //                 loss_func=mnist_loss,
  metrics: [batchAccuracy], //                 metrics=batch_accuracy)
  logger: console.log,
});
export const linear = await learn.fit(10, 1); // learn.fit(10, lr=lr)

const simpleNet = new Sequential(
  // simple_net = nn.Sequential(
  new Linear(28 * 28, 30), //     nn.Linear(28*28,30),
  new ReLU(), //     nn.ReLU(),
  new Linear(30, 1), //     nn.Linear(30,1))
);
const net = new Learner(dls, simpleNet, {
  optimizer: SGD,
  lossFunction: mnistLoss,
  metrics: [batchAccuracy],
}); // learn = Learner(dls, simple_net, opt_func=SGD, loss_func=mnist_loss, metrics=batch_accuracy)
export const deep = await net.fit(40, 0.1); // learn.fit(40, 0.1)
export const accuracies = deep.map(({ metrics }) => metrics.batchAccuracy!); // learn.recorder.itemgot(2)
console.log(
  `${line(
    deep.map(({ epoch }) => epoch),
    accuracies,
  )}`,
); // plt.plot(L(learn.recorder.values).itemgot(2))
console.log(accuracies.at(-1)); // learn.recorder.values[-1][2]
