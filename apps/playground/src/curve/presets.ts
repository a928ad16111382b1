/** Learning on scaled time, which ends on the points, and on the time as it is, as the notes do it. */
export const presets = {
  scaled: { scaled: true, lr: 0.1, steps: 150, momentum: 0 },
  plain: { scaled: false, lr: 1e-5, steps: 2000, momentum: 0 },
} as const;
