import * as rows from "./elementwise.js";
import { transpose } from "./movement.js";
import { movedim } from "./rearranging.js";

/** Another name for `abs`. @source torch.absolute */
export const absolute = rows.abs;
/** Another name for `neg`. @source torch.negative */
export const negative = rows.neg;
/** Another name for `sub`. @source torch.subtract */
export const subtract = rows.sub;
/** Another name for `mul`. @source torch.multiply */
export const multiply = rows.mul;
/** Another name for `div`. @source torch.divide */
export const divide = rows.div;
/** Another name for `div`. @source torch.true_divide */
export const trueDivide = rows.div;
/** Another name for `gt`. @source torch.greater */
export const greater = rows.gt;
/** Another name for `ge`. @source torch.greater_equal */
export const greaterEqual = rows.ge;
/** Another name for `lt`. @source torch.less */
export const less = rows.lt;
/** Another name for `le`. @source torch.less_equal */
export const lessEqual = rows.le;
/** Another name for `ne`. @source torch.not_equal */
export const notEqual = rows.ne;
/** Another name for `asin`. @source torch.arcsin */
export const arcsin = rows.asin;
/** Another name for `acos`. @source torch.arccos */
export const arccos = rows.acos;
/** Another name for `atan`. @source torch.arctan */
export const arctan = rows.atan;
/** Another name for `asinh`. @source torch.arcsinh */
export const arcsinh = rows.asinh;
/** Another name for `acosh`. @source torch.arccosh */
export const arccosh = rows.acosh;
/** Another name for `atanh`. @source torch.arctanh */
export const arctanh = rows.atanh;
/** Another name for `atan2`. @source torch.arctan2 */
export const arctan2 = rows.atan2;
/** Another name for `trunc`. @source torch.fix */
export const fix = rows.trunc;
/** Another name for `sign`, for real numbers. @source torch.sgn */
export const sgn = rows.sign;
/** Another name for `transpose`. @source torch.swapdims */
export const swapdims = transpose;
/** Another name for `movedim`. @source torch.moveaxis */
export const moveaxis = movedim;
