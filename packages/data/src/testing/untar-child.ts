/** A process for tests to kill: `untar-child.ts MIRROR CACHE SHA256` fetches and unpacks a data set. */
import { untarData } from "../node/untar-data.js";
import { killedSource } from "./killed-source.js";

const [mirror = "", cacheFolder = "", sha256 = ""] = process.argv.slice(2);
process.stdout.write("ready\n");
await untarData(killedSource(sha256), { home: cacheFolder, mirrors: [mirror], stallMilliseconds: 5000 });
process.stdout.write("done\n");
