/** Which dates and times exist (`language.md` §3): RFC 3339 with seconds, offset and capital `T` and `Z`. */

const datePattern = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const timePattern = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,9})?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/;

/** Why a date or time as written is none; `undefined` when it exists. The text completes "`x` …". */
export function dateFault(text: string): string | undefined {
  const at = text.search(/[Tt]/);
  const day = at < 0 ? text : text.slice(0, at);
  const parts = datePattern.exec(day);
  if (!parts) return "is not written as year, month and day";
  if (!dayExists(Number(parts[1]), Number(parts[2]), Number(parts[3]))) return "is not a day of the calendar";
  return at < 0 ? undefined : timeFault(text.slice(at));
}

function dayExists(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}

function timeFault(text: string): string | undefined {
  if (text.startsWith("t") || text.endsWith("z")) return "has a small letter where `T` and `Z` are written large";
  const parts = timePattern.exec(text.slice(1));
  if (!parts) return shapeFault(text);
  if (Number(parts[1]) > 23 || Number(parts[2]) > 59 || Number(parts[3]) > 59) return "is not a time of the day";
  if (parts[4] === undefined) return undefined;
  if (Number(parts[5]) > 23 || Number(parts[6]) > 59) return "has an offset that does not exist";
  return parts[4] === "-" && Number(parts[5]) === 0 && Number(parts[6]) === 0 ? "has an unknown offset, `-00:00`" : undefined;
}

function shapeFault(text: string): string {
  if (/^T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?$/.test(text)) return "has no offset from UTC";
  if (/^T[0-9]{2}:[0-9]{2}(Z|[+-].*)?$/.test(text)) return "has no seconds";
  if (/\.[0-9]{10,}/.test(text)) return "has more than nine digits of a second";
  return "is not written as hours, minutes, seconds and offset";
}
