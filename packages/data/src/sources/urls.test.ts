import { expect, it } from "vitest";
import { type DataSource, URLs } from "./urls.js";

const sources: DataSource[] = Object.values(URLs);

it("names a folder of its own, several mirrors and a check for each data set", () => {
  expect(new Set(sources.map(({ name }) => name)).size).toBe(sources.length);
  for (const { files, layout } of sources) {
    expect(files).toHaveLength(layout === "idx" ? 4 : 1);
    for (const { mirrors, check } of files) {
      expect(mirrors.length).toBeGreaterThan(1);
      for (const mirror of mirrors) expect(new URL(mirror).href.endsWith("/")).toBe(true);
      if (mirrors.some((mirror) => !mirror.startsWith("https:")))
        expect(check?.of).toMatch(/^(content|file)$/);
      expect(check?.of === "start" ? check.md5 : check?.sha256).toMatch(/^[0-9a-f]+$/);
    }
  }
});
