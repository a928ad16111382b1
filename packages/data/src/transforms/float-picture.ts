/** A picture on its way through transforms: levels plane by plane, `data: [channels, height, width]`. */
export interface FloatPicture {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly data: Float32Array;
}
