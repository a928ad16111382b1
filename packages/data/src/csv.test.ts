import { describe, expect, it } from "vitest";
import { parseCsv, readCsv } from "./csv.js";
import { dataErrorOf } from "./testing/expect-error.js";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("parseCsv", () => {
  it("splits lines of any ending into fields", () => {
    expect(parseCsv("a,b\r\nc,\n,d\re")).toEqual([["a", "b"], ["c", ""], ["", "d"], ["e"]]);
    expect(parseCsv("a,")).toEqual([["a", ""]]);
    expect(parseCsv("")).toEqual([]);
    expect(parseCsv("\uFEFFa\n")).toEqual([["a"]]);
  });

  it("reads quotes", () => {
    expect(parseCsv('"a,b","say ""hi""","two\nlines",""\n"x"')).toEqual([
      ["a,b", 'say "hi"', "two\nlines", ""],
      ["x"],
    ]);
  });

  it("says where quotes are wrong", () => {
    expect(dataErrorOf(() => parseCsv('a,"b', "t.csv")).message).toBe(
      "t.csv at byte 2: got a quote that never ends; expected a closing quote.",
    );
    expect(dataErrorOf(() => parseCsv('"a"b')).message).toContain("text after a closing quote");
  });

  it("takes a field of any length", () => {
    const long = "x".repeat(3e6);
    expect(parseCsv(`"${long}",${long}`)).toEqual([[long, long]]);
    dataErrorOf(() => parseCsv(`"${long}`));
  });
});

describe("readCsv", () => {
  it("names the fields by the first line", () => {
    expect(readCsv(bytes("name,label\ntrain/3/7.png,0\n\ntrain/7/1.png,1\n"))).toEqual([
      { name: "train/3/7.png", label: "0" },
      { name: "train/7/1.png", label: "1" },
    ]);
  });

  it("says which record has too many or too few fields", () => {
    expect(dataErrorOf(() => readCsv(bytes("a,b\n1,2\n3\n"), "t.csv")).message).toBe(
      "t.csv at byte 8: got 1 fields in record 3; expected 2: a, b.",
    );
    dataErrorOf(() => readCsv(bytes("")));
  });
});
