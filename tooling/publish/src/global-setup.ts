// Once for all files of tests: the packages are packed, sent to a registry on this machine, and installed from it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { makeConsumer } from "./consumer.js";
import { libraries, pack, temporaryFolder } from "./packed.js";
import { startRegistry } from "./registry.js";
import { installTools } from "./tools.js";

declare module "vitest" {
  interface ProvidedContext {
    tarballs: string[];
    registry: string;
    consumer: string;
  }
}

export default async function setup({ provide }: TestProject) {
  installTools();
  const root = temporaryFolder();
  const tarballs = pack(join(root, "packs"));
  const registry = await startRegistry(join(root, "registry"));
  for (const tarball of tarballs) registry.publish(tarball);
  for (const tarball of tarballs) registry.publishAs(tarball, "0.90.0");
  const tensor = tarballs.find((path) => path.includes("mnist-tensor-"))!;
  for (const version of ["0.90.1", "0.91.0"]) registry.publishAs(tensor, version);
  const names = [...libraries.map((name) => `@mnist/${name}`), "mnist-cli"];
  const consumer = makeConsumer(join(root, "consumer"), registry.url, names);
  provide("tarballs", tarballs);
  provide("registry", registry.url);
  provide("consumer", consumer.folder);
  return () => {
    registry.stop();
    rmSync(root, { recursive: true, force: true });
  };
}
