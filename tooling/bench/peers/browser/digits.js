/** The training digits from the files that lie beside the page: pixels 0..1 and labels. */
export async function digits() {
  const read = async (name, header) => {
    const file = await fetch(`${name}-ubyte.gz`);
    const stream = file.body.pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer()).subarray(header);
  };
  return {
    images: Float32Array.from(await read("train-images-idx3", 16), (byte) => byte / 255),
    labels: Int32Array.from(await read("train-labels-idx1", 8)),
  };
}
