/**
 * How an image is laid out in a thread's scratch, so that what a window's place meets in four neighbouring windows lies
 * side by side: channel by channel with its border, each row's columns sorted by their remainder modulo `phases`, the
 * stride. Rows and columns that fall outside are left out. Strides in bytes, those of the layout in elements.
 */
@unmanaged
export class ImageLayout {
  source: usize;
  imageStride: usize;
  channelStride: usize;
  rowStride: usize;
  columnStride: usize;
  channels: i32;
  height: i32;
  width: i32;
  /** Where the image's first row and column go; may be negative. */
  top: i32;
  left: i32;
  rows: i32;
  phases: i32;
  /** Columns of one phase. */
  pitch: i32;
}

export function layoutBytes(job: ImageLayout): usize {
  return <usize>(job.channels * job.rows * job.phases * job.pitch) << 2;
}

/** Copies an image to `target`, whose border was cleared before. */
export function layImage(job: ImageLayout, image: i32, target: usize): void {
  const rowBytes = <usize>(job.phases * job.pitch) << 2;
  const firstRow = max(0, -job.top);
  const endRow = min(job.height, job.rows - job.top);
  const first = max(0, -job.left);
  const end = min(job.width, job.phases * job.pitch - job.left);
  const plane = job.source + <usize>image * job.imageStride;
  for (let channel = 0; channel < job.channels; channel++) {
    let source = plane + <usize>channel * job.channelStride + <usize>firstRow * job.rowStride + <usize>first * job.columnStride;
    let row = target + <usize>(channel * job.rows + firstRow + job.top) * rowBytes;
    for (let y = firstRow; y < endRow; y++) {
      layRow(job, source, row, first + job.left, end - first);
      source += job.rowStride;
      row += rowBytes;
    }
  }
}

/** `count` elements of a row, the first of which belongs into column `start`. Whole runs end with one that overlaps. */
function layRow(job: ImageLayout, source: usize, row: usize, start: i32, count: i32): void {
  const phaseBytes = <usize>job.pitch << 2;
  if (job.columnStride == 4 && job.phases == 1 && count >= 4) {
    const target = row + (<usize>start << 2);
    const last = <usize>(count - 4) << 2;
    for (let at: usize = 0; at < last; at += 16) v128.store(target + at, v128.load(source + at));
    v128.store(target + last, v128.load(source + last));
  } else if (job.columnStride == 4 && job.phases == 2 && count >= 8) {
    const last = count - 8;
    for (let done = 0; done < last; done += 8) layEight(source + (<usize>done << 2), row, start + done, phaseBytes);
    layEight(source + (<usize>last << 2), row, start + last, phaseBytes);
  } else {
    let phase = start % job.phases;
    let at = row + (<usize>(start / job.phases) << 2);
    for (let done = 0; done < count; done++, source += job.columnStride) {
      store<f32>(at + <usize>phase * phaseBytes, load<f32>(source));
      if (++phase == job.phases) {
        phase = 0;
        at += 4;
      }
    }
  }
}

/** Eight neighbours, every other one into the other phase. @inline */
function layEight(source: usize, row: usize, column: i32, phaseBytes: usize): void {
  const a = v128.load(source), b = v128.load(source, 16);
  const even = row + <usize>(column & 1) * phaseBytes + (<usize>(column >> 1) << 2);
  const odd = row + <usize>(~column & 1) * phaseBytes + (<usize>((column + 1) >> 1) << 2);
  v128.store(even, i32x4.shuffle(a, b, 0, 2, 4, 6));
  v128.store(odd, i32x4.shuffle(a, b, 1, 3, 5, 7));
}
