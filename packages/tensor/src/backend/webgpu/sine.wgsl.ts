import { polynomial } from "./polynomial.js";

/**
 * WGSL's own sine is only promised to 2⁻¹¹. This one takes the whole quarter turns out of x (plus `quarters` more) and sums
 * the series of what is left. Below 10⁴ it subtracts π/2 in three parts, the first two so short that their multiples are
 * exact; above, it multiplies by the bits of 1/2π from the first that matters on (Payne and Hanek).
 */
export const sine: Readonly<Record<string, string>> = {
  sine: `fn sine(x: f32, quarters: u32) -> f32 {
  if (is_nan(x) || is_infinite(x)) { return not_a_number(); }
  var quarter: u32;
  var rest: f32;
  if (abs(x) < 1e4) {
    let nearest = round(x * 0.6366197723675814);
    quarter = u32(i32(nearest));
    rest = ((x - nearest * 1.5703125) - nearest * 4.837512969970703125e-4) - nearest * 7.54978995489188216e-8;
  } else {
    let turn = select(turn_of(x), 0u - turn_of(x), x < 0.0);
    quarter = (turn + 0x20000000u) >> 30u;
    rest = f32(i32(turn - (quarter << 30u))) * 1.4629180792671596e-9;
  }
  quarter += quarters;
  let z = rest * rest;
  let along = rest * ${polynomial("z", [1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880])};
  let across = ${polynomial("z", [1, -1 / 2, 1 / 24, -1 / 720, 1 / 40320, -1 / 3628800])};
  let size = select(along, across, (quarter & 1u) == 1u);
  return select(size, -size, (quarter & 2u) == 2u);
}`,
  turn_of: `fn turn_of(x: f32) -> u32 { // |x| / 2π without its whole turns, in 2⁻³² of a turn
  let bits = bitcast<u32>(abs(x));
  let at = (bits >> 23u) - 120u;
  let digits = (bits & 0x7fffffu) | 0x800000u;
  return digits * inverse_turn(at) + u32(f32(digits) * f32(inverse_turn(at + 32u)) * 2.3283064365386963e-10);
}`,
  inverse_turn: `fn inverse_turn(at: u32) -> u32 { // 32 bits of 2/π
  var words = array<u32, 9>(0u, 0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u, 0xdb629599u, 0x3c439041u, 0xfe5163abu, 0u);
  let word = at >> 5u;
  let shift = at & 31u;
  return (words[word] << shift) | ((words[word + 1u] >> 1u) >> (31u - shift));
}`,
};
