import { UsageError } from "../command-line/errors.js";

/** The server that an option or the environment names. */
export function redisAddress(option: string | undefined): string {
  const url = option ?? process.env.MNIST_REDIS_URL;
  if (url !== undefined) return url;
  throw new UsageError("which Redis server? --redis redis://host:port, or the variable MNIST_REDIS_URL.");
}
