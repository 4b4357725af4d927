import { files } from "../base/files.ts";
export const pastTheDoor = files;
