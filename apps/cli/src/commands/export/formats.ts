import { type ExportFormat, exportFormats } from "@mnist/learner";

export type Format = ExportFormat | "json";
export const formats: readonly Format[] = [...exportFormats, "json"];
