import type { Changing } from "./composite/in-place-forms.js";
import type { Method } from "./methods-of.js";

/** The in-place form of every function in `composite/in-place-forms.ts`, one by one, so that an editor has words for each. */
export interface InPlaceMethods {
  /** `x.acos(…)`, written into x. @source torch.Tensor.acos_ */
  readonly acos_: Method<Changing["acos"]>;
  /** `x.acosh(…)`, written into x. @source torch.Tensor.acosh_ */
  readonly acosh_: Method<Changing["acosh"]>;
  /** `x.addmm(…)`, written into x. @source torch.Tensor.addmm_ */
  readonly addmm_: Method<Changing["addmm"]>;
  /** `x.asin(…)`, written into x. @source torch.Tensor.asin_ */
  readonly asin_: Method<Changing["asin"]>;
  /** `x.asinh(…)`, written into x. @source torch.Tensor.asinh_ */
  readonly asinh_: Method<Changing["asinh"]>;
  /** `x.atan(…)`, written into x. @source torch.Tensor.atan_ */
  readonly atan_: Method<Changing["atan"]>;
  /** `x.atan2(…)`, written into x. @source torch.Tensor.atan2_ */
  readonly atan2_: Method<Changing["atan2"]>;
  /** `x.atanh(…)`, written into x. @source torch.Tensor.atanh_ */
  readonly atanh_: Method<Changing["atanh"]>;
  /** `x.bitwiseAnd(…)`, written into x. @source torch.Tensor.bitwise_and_ */
  readonly bitwiseAnd_: Method<Changing["bitwiseAnd"]>;
  /** `x.bitwiseLeftShift(…)`, written into x. @source torch.Tensor.bitwise_left_shift_ */
  readonly bitwiseLeftShift_: Method<Changing["bitwiseLeftShift"]>;
  /** `x.bitwiseNot(…)`, written into x. @source torch.Tensor.bitwise_not_ */
  readonly bitwiseNot_: Method<Changing["bitwiseNot"]>;
  /** `x.bitwiseOr(…)`, written into x. @source torch.Tensor.bitwise_or_ */
  readonly bitwiseOr_: Method<Changing["bitwiseOr"]>;
  /** `x.bitwiseRightShift(…)`, written into x. @source torch.Tensor.bitwise_right_shift_ */
  readonly bitwiseRightShift_: Method<Changing["bitwiseRightShift"]>;
  /** `x.bitwiseXor(…)`, written into x. @source torch.Tensor.bitwise_xor_ */
  readonly bitwiseXor_: Method<Changing["bitwiseXor"]>;
  /** `x.celu(…)`, written into x. @source torch.Tensor.celu_ */
  readonly celu_: Method<Changing["celu"]>;
  /** `x.clampMax(…)`, written into x. @source torch.Tensor.clamp_max_ */
  readonly clampMax_: Method<Changing["clampMax"]>;
  /** `x.clampMin(…)`, written into x. @source torch.Tensor.clamp_min_ */
  readonly clampMin_: Method<Changing["clampMin"]>;
  /** `x.clip(…)`, written into x. @source torch.Tensor.clip_ */
  readonly clip_: Method<Changing["clip"]>;
  /** `x.cos(…)`, written into x. @source torch.Tensor.cos_ */
  readonly cos_: Method<Changing["cos"]>;
  /** `x.cosh(…)`, written into x. @source torch.Tensor.cosh_ */
  readonly cosh_: Method<Changing["cosh"]>;
  /** `x.cumprod(…)`, written into x. @source torch.Tensor.cumprod_ */
  readonly cumprod_: Method<Changing["cumprod"]>;
  /** `x.cumsum(…)`, written into x. @source torch.Tensor.cumsum_ */
  readonly cumsum_: Method<Changing["cumsum"]>;
  /** `x.deg2rad(…)`, written into x. @source torch.Tensor.deg2rad_ */
  readonly deg2rad_: Method<Changing["deg2rad"]>;
  /** `x.elu(…)`, written into x. @source torch.Tensor.elu_ */
  readonly elu_: Method<Changing["elu"]>;
  /** `x.eq(…)`, written into x. @source torch.Tensor.eq_ */
  readonly eq_: Method<Changing["eq"]>;
  /** `x.erf(…)`, written into x. @source torch.Tensor.erf_ */
  readonly erf_: Method<Changing["erf"]>;
  /** `x.erfc(…)`, written into x. @source torch.Tensor.erfc_ */
  readonly erfc_: Method<Changing["erfc"]>;
  /** `x.exp2(…)`, written into x. @source torch.Tensor.exp2_ */
  readonly exp2_: Method<Changing["exp2"]>;
  /** `x.expm1(…)`, written into x. @source torch.Tensor.expm1_ */
  readonly expm1_: Method<Changing["expm1"]>;
  /** `x.floorDivide(…)`, written into x. @source torch.Tensor.floor_divide_ */
  readonly floorDivide_: Method<Changing["floorDivide"]>;
  /** `x.fmod(…)`, written into x. @source torch.Tensor.fmod_ */
  readonly fmod_: Method<Changing["fmod"]>;
  /** `x.frac(…)`, written into x. @source torch.Tensor.frac_ */
  readonly frac_: Method<Changing["frac"]>;
  /** `x.ge(…)`, written into x. @source torch.Tensor.ge_ */
  readonly ge_: Method<Changing["ge"]>;
  /** `x.gt(…)`, written into x. @source torch.Tensor.gt_ */
  readonly gt_: Method<Changing["gt"]>;
  /** `x.hardtanh(…)`, written into x. @source torch.Tensor.hardtanh_ */
  readonly hardtanh_: Method<Changing["hardtanh"]>;
  /** `x.heaviside(…)`, written into x. @source torch.Tensor.heaviside_ */
  readonly heaviside_: Method<Changing["heaviside"]>;
  /** `x.hypot(…)`, written into x. @source torch.Tensor.hypot_ */
  readonly hypot_: Method<Changing["hypot"]>;
  /** `x.indexCopy(…)`, written into x. @source torch.Tensor.index_copy_ */
  readonly indexCopy_: Method<Changing["indexCopy"]>;
  /** `x.le(…)`, written into x. @source torch.Tensor.le_ */
  readonly le_: Method<Changing["le"]>;
  /** `x.leakyRelu(…)`, written into x. @source torch.Tensor.leaky_relu_ */
  readonly leakyRelu_: Method<Changing["leakyRelu"]>;
  /** `x.log10(…)`, written into x. @source torch.Tensor.log10_ */
  readonly log10_: Method<Changing["log10"]>;
  /** `x.log1p(…)`, written into x. @source torch.Tensor.log1p_ */
  readonly log1p_: Method<Changing["log1p"]>;
  /** `x.log2(…)`, written into x. @source torch.Tensor.log2_ */
  readonly log2_: Method<Changing["log2"]>;
  /** `x.logicalAnd(…)`, written into x. @source torch.Tensor.logical_and_ */
  readonly logicalAnd_: Method<Changing["logicalAnd"]>;
  /** `x.logicalNot(…)`, written into x. @source torch.Tensor.logical_not_ */
  readonly logicalNot_: Method<Changing["logicalNot"]>;
  /** `x.logicalOr(…)`, written into x. @source torch.Tensor.logical_or_ */
  readonly logicalOr_: Method<Changing["logicalOr"]>;
  /** `x.logicalXor(…)`, written into x. @source torch.Tensor.logical_xor_ */
  readonly logicalXor_: Method<Changing["logicalXor"]>;
  /** `x.logit(…)`, written into x. @source torch.Tensor.logit_ */
  readonly logit_: Method<Changing["logit"]>;
  /** `x.lt(…)`, written into x. @source torch.Tensor.lt_ */
  readonly lt_: Method<Changing["lt"]>;
  /** `x.nanToNum(…)`, written into x. @source torch.Tensor.nan_to_num_ */
  readonly nanToNum_: Method<Changing["nanToNum"]>;
  /** `x.ne(…)`, written into x. @source torch.Tensor.ne_ */
  readonly ne_: Method<Changing["ne"]>;
  /** `x.rad2deg(…)`, written into x. @source torch.Tensor.rad2deg_ */
  readonly rad2deg_: Method<Changing["rad2deg"]>;
  /** `x.rsqrt(…)`, written into x. @source torch.Tensor.rsqrt_ */
  readonly rsqrt_: Method<Changing["rsqrt"]>;
  /** `x.selu(…)`, written into x. @source torch.Tensor.selu_ */
  readonly selu_: Method<Changing["selu"]>;
  /** `x.sign(…)`, written into x. @source torch.Tensor.sign_ */
  readonly sign_: Method<Changing["sign"]>;
  /** `x.sin(…)`, written into x. @source torch.Tensor.sin_ */
  readonly sin_: Method<Changing["sin"]>;
  /** `x.sinc(…)`, written into x. @source torch.Tensor.sinc_ */
  readonly sinc_: Method<Changing["sinc"]>;
  /** `x.sinh(…)`, written into x. @source torch.Tensor.sinh_ */
  readonly sinh_: Method<Changing["sinh"]>;
  /** `x.tan(…)`, written into x. @source torch.Tensor.tan_ */
  readonly tan_: Method<Changing["tan"]>;
  /** `x.threshold(…)`, written into x. @source torch.Tensor.threshold_ */
  readonly threshold_: Method<Changing["threshold"]>;
  /** `x.xlogy(…)`, written into x. @source torch.Tensor.xlogy_ */
  readonly xlogy_: Method<Changing["xlogy"]>;
}
